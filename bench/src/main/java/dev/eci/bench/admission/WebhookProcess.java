// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.bench.LoadProgram;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A webhook's process on this machine.
 *
 * @param port where it serves TLS
 */
record WebhookProcess(Process process, int port) implements AutoCloseable {
  private static final long TICKS_PER_SECOND = 100;

  /** ECI's webhook as its image starts it, without the AOT cache, which only shortens the start. */
  static WebhookProcess startWebhook(Path directory, Path kubeconfig) {
    int port = freePort();
    Path module = Project.ROOT.resolve("admission-webhook");
    return start(
        directory.resolve("ours.log"),
        port,
        Map.of(
            "KUBECONFIG",
            kubeconfig.toString(),
            "QUARKUS_HTTP_HOST",
            "127.0.0.1",
            "QUARKUS_HTTP_SSL_PORT",
            Integer.toString(port),
            "ECI_TLS_DIRECTORY",
            directory.toString(),
            "MALLOC_ARENA_MAX",
            "1"),
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "@" + module.resolve("jvm.options"),
        "-jar",
        module.resolve("target/quarkus-app/quarkus-run.jar").toString());
  }

  /**
   * Gatekeeper with the arguments of its own manifest, except for its addresses, and for the
   * creation of the constraints' CRDs, which is another process's task there.
   */
  static WebhookProcess gatekeeper(Path directory, Path kubeconfig) {
    int port = freePort();
    return start(
        directory.resolve("gatekeeper.log"),
        port,
        Map.of("POD_NAMESPACE", "gatekeeper-system", "POD_NAME", "no-pod"),
        Path.of(Lab.environment().get("ECI_LAB_BIN"), "gatekeeper").toString(),
        "--kubeconfig=" + kubeconfig,
        "--debug-use-fake-pod",
        "--port=" + port,
        "--host=127.0.0.1",
        "--health-addr=127.0.0.1:" + freePort(),
        "--prometheus-port=" + freePort(),
        "--cert-dir=" + directory,
        "--disable-cert-rotation",
        "--logtostderr",
        "--exempt-namespace=gatekeeper-system",
        "--operation=webhook",
        "--operation=mutation-webhook",
        "--operation=generate",
        "--disable-opa-builtin={http.send}");
  }

  /** The load program as a webhook that does no work. */
  static WebhookProcess instant(Path directory) {
    int port = freePort();
    return start(
        directory.resolve("instant.log"),
        port,
        Map.of(),
        LoadProgram.FILE.toString(),
        "instant",
        "-tls",
        "127.0.0.1:" + port,
        "-certificate",
        directory.resolve("tls.crt").toString(),
        "-key",
        directory.resolve("tls.key").toString());
  }

  private static WebhookProcess start(
      Path log, int port, Map<String, String> environment, String... words) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new WebhookProcess(builder.start(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Resident memory, MiB. */
  double resident() {
    return Long.parseLong(line("status", "VmRSS:").replaceAll("\\D", "")) / 1024.0;
  }

  /** Processor time since its start, seconds. */
  double spent() {
    String all = line("stat", "");
    List<String> fields = List.of(all.substring(all.lastIndexOf(')') + 2).split(" "));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)))
        / (double) TICKS_PER_SECOND;
  }

  private String line(String file, String start) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), file))) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitPort() {
    Await.until(
        "a port",
        Duration.ofMinutes(2),
        () -> {
          try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
