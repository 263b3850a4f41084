// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats a log record as one line of JSON. */
final class JsonLine extends Formatter {
  private final JsonFactory json = new JsonFactory();
  private final BooleanSupplier isDebugging;

  /** Users cannot do anything with a stack trace, so it is written only where one debugs. */
  JsonLine(BooleanSupplier isDebugging) {
    this.isDebugging = isDebugging;
  }

  @Override
  public String format(LogRecord line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("time", line.getInstant().toString());
      out.writeStringField("level", level(line.getLevel()));
      out.writeStringField("logger", String.valueOf(line.getLoggerName()));
      out.writeStringField("msg", String.valueOf(line.getMessage()));
      Object[] pairs = line.getParameters();
      for (int i = 0; pairs != null && i + 1 < pairs.length; i += 2) {
        out.writeStringField(String.valueOf(pairs[i]), String.valueOf(pairs[i + 1]));
      }
      if (line.getThrown() != null) {
        out.writeStringField("error", Causes.sentence(line.getThrown()));
        if (isDebugging.getAsBoolean()) {
          out.writeStringField("trace", trace(line.getThrown()));
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
