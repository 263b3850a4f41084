// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Users get one line with the cause, and a stack trace only where they debug. */
class JsonLineTest {
  private static LogRecord failure() {
    LogRecord line = new LogRecord(Level.SEVERE, "failed to reload");
    line.setThrown(new UncheckedIOException(new IOException("line 1\nline 2")));
    return line;
  }

  @Test
  void writesCauseInOneLine() {
    assertThat(new JsonLine(() -> false).format(failure()))
        .contains("\"error\":\"UncheckedIOException: java.io.IOException: line 1 line 2\"")
        .doesNotContain("trace", "\\tat ");
    assertThat(new JsonLine(() -> true).format(failure())).contains("\"trace\":", "\\tat ");
  }

  @Test
  void namesTypeWhereMessageSaysNothing() {
    assertThat(Causes.sentence(new NoSuchFileException("/x"))).isEqualTo("NoSuchFileException: /x");
    assertThat(Causes.sentence(new IOException("it is full"))).isEqualTo("it is full");
    assertThat(Causes.sentence(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(Causes.sentence(new IOException("no start", new IOException("no such program"))))
        .isEqualTo("no start: no such program");
  }
}
