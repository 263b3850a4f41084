// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.log;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Logs messages with named values: {@code log.info("installed", "file", path)}. */
public final class Log {
  private final Logger logger;

  private Log(Logger logger) {
    this.logger = logger;
  }

  public static Log of(Class<?> source) {
    return new Log(Logger.getLogger(source.getName()));
  }

  /** Names and values alternate in {@code pairs}. */
  public void info(String message, @Nullable Object... pairs) {
    write(Level.INFO, message, null, pairs);
  }

  public void warn(String message, @Nullable Object... pairs) {
    write(Level.WARNING, message, null, pairs);
  }

  public void error(String message, Throwable cause, @Nullable Object... pairs) {
    write(Level.SEVERE, message, cause, pairs);
  }

  private void write(
      Level level, String message, @Nullable Throwable cause, @Nullable Object[] pairs) {
    if (!logger.isLoggable(level)) {
      return;
    }
    LogRecord line = new LogRecord(level, message);
    line.setLoggerName(logger.getName());
    line.setParameters(pairs);
    line.setThrown(cause);
    logger.log(line);
  }
}
