// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a command that failed on a file or a socket with one sentence. A stack trace is only for
 * errors that are defects of ECI.
 */
final class CommandErrorHandler implements IExecutionExceptionHandler {
  /** A command that can fail on files and sockets. */
  interface Stopped {
    /** What was done, what was not done, and what to do now; ends with a full stop. */
    String recoveryHint();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed)
      throws Exception {
    IOException cause = cause(e);
    if (cause == null || !(line.getCommand() instanceof Stopped command)) {
      throw e;
    }
    line.getErr().println("eci-agent: %s; %s".formatted(reason(cause), command.recoveryHint()));
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
