// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands with a prefix, which enters the node's mount namespace. Where the agent itself runs
 * on the node, the prefix is empty.
 */
public final class ProcessCommands implements NodeCommands {
  /** As systemd sets it for its units. */
  public static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int MAX_OUTPUT = 4 << 20;
  private static final Executor READERS = task -> Thread.ofVirtual().start(task);

  private final List<String> prefix;

  private ProcessCommands(List<String> prefix) {
    this.prefix = prefix;
  }

  /** In the mount namespace of process 1. Busybox knows the short options only. */
  public static ProcessCommands inNode() {
    return inMountNamespaceOf(1);
  }

  public static ProcessCommands inMountNamespaceOf(long pid) {
    return new ProcessCommands(List.of("nsenter", "-t", Long.toString(pid), "-m", "--"));
  }

  public static ProcessCommands direct() {
    return new ProcessCommands(List.of());
  }

  @Override
  public CommandResult run(Duration limit, List<String> command) throws IOException {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    // the environment of the agent's image does not apply to the node
    builder.environment().clear();
    builder.environment().put("PATH", SEARCH_PATH);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s did not end within %d s".formatted(String.join(" ", command), limit.toSeconds()));
      }
      return new CommandResult(process.exitValue(), out.join(), err.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
            () -> {
              try (stream) {
                return new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
              } catch (IOException e) {
                return "";
              }
            },
            READERS)
        // a child that outlives the command may hold its output open
        .completeOnTimeout("", 10, TimeUnit.SECONDS);
  }
}
