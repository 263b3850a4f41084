// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution project's registry on a port of 127.0.0.1, built by the lab. It can be stopped
 * and restarted with its content.
 */
public final class LoopbackRegistry implements AutoCloseable {
  private static final long START_SECONDS = 30;

  private final Path directory;
  private final int port;
  private Process process;

  private LoopbackRegistry(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  public static LoopbackRegistry start() throws IOException {
    return start("127.0.0.1", List.of());
  }

  /**
   * Runs it under a wrapper command, for example in a network namespace.
   *
   * @param address it listens on
   */
  public static LoopbackRegistry start(String address, List<String> in) throws IOException {
    Path directory = Files.createTempDirectory("eci-registry");
    int port = freePort();
    Files.writeString(
        directory.resolve("config.yml"),
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: true}}
        http: {addr: "%s:%d"}
        """
            .formatted(directory, address, port));
    LoopbackRegistry registry = new LoopbackRegistry(directory, port, run(directory, in));
    if (in.isEmpty()) {
      registry.await();
    }
    return registry;
  }

  /** {@code 127.0.0.1:port}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  public Push push(String repository) {
    return new Push(URI.create("http://" + host()), repository);
  }

  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void startAgain() throws IOException {
    process = run(directory, List.of());
    await();
  }

  @Override
  public void close() throws IOException {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Process run(Path directory, List<String> in) throws IOException {
    return new ProcessBuilder(
            Stream.concat(
                    in.stream(),
                    Stream.of(program().toString(), "serve", directory + "/config.yml"))
                .toList())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private void await() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        HttpURLConnection connection =
            (HttpURLConnection) URI.create("http://" + host() + "/v2/").toURL().openConnection();
        if (connection.getResponseCode() == 200) {
          return;
        }
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException(
        "the registry does not start: " + Files.readString(directory.resolve("log")));
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path program() throws IOException {
    Path cache =
        Optional.ofNullable(System.getenv("ECI_LAB_CACHE"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache/eci-lab"));
    Path program = cache.resolve("bin/registry");
    if (!Files.isExecutable(program)) {
      throw new IOException(program + " is missing (src/test/lab/lab binaries api builds it)");
    }
    return program;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
