// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program and waits for it, never longer than its time limit. */
public record Command(List<String> words, Map<String, String> environment, Duration limit) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** How a program ended; {@code text} is standard output and error in one. */
  public record Result(int exit, String out, String err) {
    public boolean isSuccess() {
      return exit == 0;
    }

    public String text() {
      return (out + err).strip();
    }

    /** Standard output; throws if the program failed. */
    public String orThrow() {
      if (!isSuccess()) {
        throw new IllegalStateException("exit " + exit + ": " + text());
      }
      return out.strip();
    }
  }

  public static Command of(Map<String, String> environment, String... words) {
    return new Command(Arrays.asList(words), environment, LIMIT);
  }

  public Command within(Duration limit) {
    return new Command(words, environment, limit);
  }

  public Result run() {
    return run("");
  }

  public Result run(String input) {
    try {
      Process process = builder().start();
      CompletableFuture<String> out = drain(process.getInputStream());
      CompletableFuture<String> err = drain(process.getErrorStream());
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // the program ended without reading its input; its exit code says why
        process.getOutputStream();
      }
      return new Result(await(process), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it with this program's own output, for long steps that report progress. */
  public void show() {
    try {
      int exit = await(builder().inheritIO().start());
      if (exit != 0) {
        throw new IllegalStateException(
            "%s ended with %d".formatted(String.join(" ", words), exit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(Project.ROOT.toFile());
    builder.environment().putAll(environment);
    resolve(builder);
    return builder;
  }

  /**
   * The lab's programs come before the machine's: Java looks a program up in its own PATH, not in
   * the child's.
   */
  private void resolve(ProcessBuilder builder) {
    String path = environment.getOrDefault("PATH", "");
    Arrays.stream(path.split(":"))
        .map(dir -> Path.of(dir, words.getFirst()))
        .filter(file -> file.toFile().canExecute())
        .findFirst()
        .ifPresent(file -> {
          List<String> resolved = new java.util.ArrayList<>(words);
          resolved.set(0, file.toString());
          builder.command(resolved);
        });
  }

  private int await(Process process) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s did not end within %d s".formatted(String.join(" ", words), limit.toSeconds()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * On a thread of its own: the common pool has one or two, and a program that runs for long would
   * keep the output of all others waiting.
   */
  private static CompletableFuture<String> drain(java.io.InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        reader -> Thread.ofPlatform().daemon().start(reader));
  }
}
