// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as it is shipped, in a separate process, with the options of its image. */
final class Packaged implements AutoCloseable {
  private static final Path JAR = Path.of(System.getProperty("operator.jar"));
  private static final Path KUBECONFIG = kubeconfig();

  private final Process process;
  private final Path log;
  private final int port;

  private Packaged(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  static Packaged start(Map<String, String> environment, String... arguments) throws IOException {
    int port = freePort();
    Path log = Files.createTempFile(JAR.getParent().getParent(), "operator", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("jvm.options").toAbsolutePath(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // as in the image
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().put("KUBECONFIG", KUBECONFIG.toString());
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    builder.environment().putAll(environment);
    return new Packaged(builder.start(), log, port);
  }

  /** The HTTP status; 0 while the port does not respond. */
  int health(String check) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/q/health/%s".formatted(port, check)))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + log());
    }
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  long residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not stop on request:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path kubeconfig() {
    try {
      return Files.writeString(
          Files.createTempFile(JAR.getParent().getParent(), "kubeconfig", ".yaml"),
          ApiServer.server().kubeConfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
