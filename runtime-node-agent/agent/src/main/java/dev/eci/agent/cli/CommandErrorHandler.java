// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.support.log.Causes;
import dev.eci.support.log.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a command that failed with one sentence. A stack trace is only for defects of ECI, and only
 * where ECI_LOG_LEVEL is debug.
 */
final class CommandErrorHandler implements IExecutionExceptionHandler {
  /** A command that can fail on files and sockets. */
  interface Stopped {
    /** What was done, what was not done, and what to do now; ends with a full stop. */
    String recoveryHint();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    IOException cause = cause(e);
    boolean isKnown = cause != null && line.getCommand() instanceof Stopped;
    line.getErr()
        .println(
            isKnown
                ? "eci-agent: %s; %s"
                    .formatted(
                        reason(Objects.requireNonNull(cause)),
                        ((Stopped) line.getCommand()).recoveryHint())
                : "eci-agent: internal error: %s; report it with the stack trace that ECI_LOG_LEVEL=debug shows."
                    .formatted(Causes.sentence(e)));
    if (!isKnown && Logging.isDebugging()) {
      e.printStackTrace(line.getErr());
    }
    line.getErr().flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static @Nullable IOException cause(Exception e) {
    return switch (e) {
      case IOException io -> io;
      case UncheckedIOException unchecked -> unchecked.getCause();
      default -> null;
    };
  }

  /** A message for users: those of Java often are only a path. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case FileSystemException other when other.getReason() == null -> String.valueOf(other);
      default -> e.getMessage() == null ? String.valueOf(e) : e.getMessage();
    };
  }
}
