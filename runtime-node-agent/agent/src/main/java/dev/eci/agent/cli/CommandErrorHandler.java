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
 * A command that files or sockets stopped ends with one sentence; a trace of our own code is for
 * what must not happen at all.
 */
public final class CommandErrorHandler implements IExecutionExceptionHandler {
  /** What a command that was stopped leaves behind. */
  public interface Stopped {
    /** What was and what was not done, and what to do now; ends with a full stop. */
    String recoveryHint();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed)
      throws Exception {
    IOException because = cause(e);
    if (because == null || !(line.getCommand() instanceof Stopped command)) {
      throw e;
    }
    line.getErr().println("eci-agent: %s; %s".formatted(why(because), command.recoveryHint()));
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

  /** For people: Java's own messages often are nothing but a path. */
  public static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case FileSystemException other when other.getReason() == null -> String.valueOf(other);
      default -> e.getMessage() == null ? String.valueOf(e) : e.getMessage();
    };
  }
}
