// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.trust;

import dev.eci.crds.testing.ApiServer;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.harness.Pause;
import dev.eci.operator.OperatorFactory;
import dev.eci.operator.config.AuditSettings;
import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.LeaderSettings;
import dev.eci.operator.config.RegistryRefreshSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.InstallationContext;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An API server, the operator in this process, and the packaged webhook in another. */
final class ControlPlaneFixture implements AutoCloseable {
  static final String NAMESPACE = "signed";

  private static final Duration SOON = Duration.ofSeconds(30);

  /** By address instead of by Service: there is no network of pods. */
  private static final String HOOKS =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: test-pods}
      webhooks:
      - name: pods.eci.dev
        clientConfig: {url: "URL/mutate-pods", caBundle: CA}
        rules:
        - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: signed}}
        sideEffects: NoneOnDryRun
        admissionReviewVersions: [v1]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: test-pods}
      webhooks:
      - name: pods.eci.dev
        clientConfig: {url: "URL/validate-pods", caBundle: CA}
        rules:
        - {apiGroups: [""], apiVersions: [v1], resources: [pods, pods/ephemeralcontainers], operations: [CREATE, UPDATE]}
        - {apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [CREATE, UPDATE]}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: signed}}
        sideEffects: NoneOnDryRun
        admissionReviewVersions: [v1]
      """;

  private final ApiServer server = ApiServer.start();
  private final Operator operator;
  private final Process webhook;

  ControlPlaneFixture() throws Exception {
    for (String name : List.of("eci-system", NAMESPACE)) {
      var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
      var _ = client().resource(namespace).create();
    }
    // with the retries that it has in production: the tests' client has none
    KubernetesClient own =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeConfig()))
            .build();
    operator = OperatorFactory.of(own, settings(), Clock.systemUTC());
    operator.start();
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target").toAbsolutePath()), "trust");
    String ca = ServingCertificate.write(directory);
    int port = freePort();
    webhook = webhook(directory, port);
    String hooks =
        HOOKS
            .replace("URL", "https://127.0.0.1:" + port)
            .replace(
                "CA}",
                Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.US_ASCII)) + "}");
    client()
        .load(new ByteArrayInputStream(hooks.getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }

  KubernetesClient client() {
    return server.client();
  }

  /** Bypasses the operator's own webhook for policies, which has no server here. */
  void apply(String name, EciPolicySpec spec) {
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(spec);
    eventually(() -> {
      client()
          .admissionRegistration()
          .v1()
          .validatingWebhookConfigurations()
          .withName("eci-policies")
          .delete();
      client().resource(policy).forceConflicts().serverSideApply();
    });
  }

  /** What the pod's first container runs. */
  static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  /** An action that may fail until each part has seen the others' changes. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }

  static void eventually(Attempt attempt) {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        attempt.run();
        return;
      } catch (AssertionError | KubernetesClientException | IOException e) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not within " + SOON, e);
        }
        Pause.brief();
      }
    }
  }

  @Override
  public void close() {
    webhook.destroy();
    try {
      if (!webhook.waitFor(30, TimeUnit.SECONDS)) {
        webhook.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    operator.stop();
  }

  private Process webhook(Path directory, int port) throws IOException {
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), server.kubeConfig());
    Path module = Path.of("..", "..", "admission-webhook").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + module.resolve("jvm.options"),
                "-jar",
                module.resolve("target/quarkus-app/quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("webhook.log").toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_HTTP_SSL_PORT", String.valueOf(port));
    builder.environment().put("ECI_TLS_DIRECTORY", directory.toString());
    return builder.start();
  }

  /**
   * The operator's own webhook configurations, which have no server here, exclude the namespace.
   */
  private static Settings settings() {
    return new Settings(
        "eci-system",
        List.of("kube-system", NAMESPACE),
        InstallationContext.TIMEOUT_SECONDS,
        List.of("system:masters"),
        List.of(),
        new AuditSettings(Duration.ZERO, Duration.ofSeconds(1)),
        new CertificateSettings(
            CertificateSettings.Mode.SELF_MANAGED,
            Duration.ofDays(365),
            Duration.ofDays(90),
            Duration.ofHours(1),
            Duration.ofMinutes(5)),
        new LeaderSettings(
            "test", Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2), false),
        new RegistryRefreshSettings(
            Set.of(), Optional.empty(), Optional.empty(), Duration.ofMinutes(15)),
        Duration.ofHours(1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
