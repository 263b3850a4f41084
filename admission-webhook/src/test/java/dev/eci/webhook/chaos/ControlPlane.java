// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.chaos;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An etcd and an API server that can be restarted, which kube-api-test's cannot. */
final class ControlPlane {
  private final Path directory;
  private final Path binaries;
  private final int etcdPort = freePort();
  private final int port = freePort();
  private final Process etcd;
  private @Nullable Process apiServer;

  ControlPlane(Path directory) throws Exception {
    this.directory = directory;
    binaries = binaries();
    Files.writeString(directory.resolve("tokens"), "chaos,admin,1,system:masters\n");
    var keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    var pair = keys.generateKeyPair();
    pem("accounts.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
    pem("accounts.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    etcd =
        start(
            "etcd",
            "--data-dir=" + directory.resolve("etcd"),
            "--unsafe-no-fsync",
            "--listen-client-urls=http://127.0.0.1:" + etcdPort,
            "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
            "--listen-peer-urls=http://127.0.0.1:" + freePort());
    startApiServer();
  }

  void startApiServer() throws IOException {
    apiServer =
        start(
            "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--secure-port=" + port,
            "--bind-address=127.0.0.1",
            "--cert-dir=" + directory.resolve("certs"),
            "--token-auth-file=" + directory.resolve("tokens"),
            "--authorization-mode=RBAC",
            "--disable-admission-plugins=ServiceAccount",
            "--service-account-issuer=https://chaos",
            "--service-account-key-file=" + directory.resolve("accounts.pub"),
            "--service-account-signing-key-file=" + directory.resolve("accounts.key"),
            "--service-cluster-ip-range=10.0.0.0/24");
  }

  /** Like an upgrade, or a crash of the node. */
  void stopApiServer() throws InterruptedException {
    stop(Objects.requireNonNull(apiServer));
  }

  KubernetesClient client() {
    Config config =
        new ConfigBuilder()
            .withMasterUrl("https://127.0.0.1:" + port)
            .withTrustCerts(true)
            .withOauthToken("chaos")
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(10_000)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  Path kubeconfig() throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: chaos
        contexts: [{name: chaos, context: {cluster: chaos, user: chaos}}]
        clusters: [{name: chaos, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
        users: [{name: chaos, user: {token: chaos}}]
        """
            .formatted(port));
  }

  private Process start(String program, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(binaries.resolve(program).toString()), Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve(program + ".log").toFile()))
        .start();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private void pem(String file, String what, byte[] content) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(content)));
  }

  private static Path binaries() throws IOException {
    Path root =
        Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR"))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("user.home"), ".cache/eci-lab/kube-api-test"));
    try (Stream<Path> versions = Files.list(root.resolve("k8s"))) {
      return versions.findFirst().orElseThrow();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void stop() throws InterruptedException {
    stopApiServer();
    stop(etcd);
  }
}
