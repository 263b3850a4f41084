// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.ApiServer;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.webhook.apiserver.LocalWebhookConfigurations;
import dev.eci.webhook.apiserver.SecretVolume;
import dev.eci.webhook.tls.TestCa;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under a stream of pods, certificates are rotated, replicas killed and drained, and the API server
 * is restarted. No harmful pod is admitted, and no harmless pod is lost.
 */
@RequiresApiServer
class ChaosIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NAMESPACE = "chaos";

  @TempDir Path directory;

  private final List<Replica> replicas = new ArrayList<>();
  private ControlPlane controlPlane;
  private KubernetesClient client;
  private Service service;
  private SecretVolume certificate;

  @BeforeEach
  void start() throws Exception {
    controlPlane = new ControlPlane(directory);
    client = controlPlane.client();
    awaitApiServer();
    install();
    Path tls = Files.createDirectories(directory.resolve("tls"));
    certificate = new SecretVolume(tls);
    TestCa ca = new TestCa();
    certificate.write(ca.issue());
    service = new Service();
    replica();
    replica();
    await().atMost(SOON).until(() -> service.endpoints().size() == 2);
    LocalWebhookConfigurations.register(client, "https://127.0.0.1:" + service.port(), ca.pem());
    this.ca = ca;
    await().atMost(SOON).until(() -> isDenied());
  }

  private TestCa ca;

  @AfterEach
  void stop() throws Exception {
    replicas.forEach(Replica::close);
    if (service != null) {
      service.close();
    }
    client.close();
    controlPlane.stop();
  }

  @Test
  void admitsNoViolationAndLosesNoReview() throws Exception {
    Stream stream = new Stream(client, NAMESPACE);
    await().atMost(SOON).until(() -> stream.created().size() > 20);
    for (int i = 0; i < 3; i++) {
      certificate.write(ca.issue());
      createPods(stream, 15);
    }

    // a node fails, with the replica on it
    Replica lost = replicas.getFirst();
    lost.kill();
    service.remove(lost);
    createPods(stream, 15);
    replica();
    await().atMost(SOON).until(() -> service.endpoints().size() == 2);

    // a node is drained
    Replica drained = replicas.get(1);
    drained.stop();
    service.remove(drained);
    createPods(stream, 15);
    replica();
    await().atMost(SOON).until(() -> service.endpoints().size() == 2);
    int beforeRestart = stream.created().size();

    controlPlane.stopApiServer();
    controlPlane.startApiServer();
    awaitApiServer();
    createPods(stream, 30);
    // with the restarted API server, and a new certificate
    certificate.write(ca.issue());
    createPods(stream, 15);

    stream.end();
    List<Stream.Created> created = stream.created();
    assertThat(stream.admitted()).as("harmful pods that were admitted").isEmpty();
    assertThat(stream.denied()).as("harmful pods that were denied").isGreaterThan(20);
    List<Pod> stored = client.pods().inNamespace(NAMESPACE).list().getItems();
    assertThat(stored)
        .extracting(pod -> pod.getMetadata().getName())
        .containsAll(created.stream().map(Stream.Created::name).toList());
    assertThat(stored)
        .allSatisfy(pod ->
            assertThat(pod.getSpec().getRuntimeClassName())
                .as(pod.getMetadata().getName())
                .isEqualTo("eci"));
    // a starting API server reports that it is not ready; a lost or drained replica costs one
    // attempt
    assertThat(created.subList(0, beforeRestart))
        .allSatisfy(pod -> assertThat(pod.denials()).as(pod.name()).hasSizeLessThanOrEqualTo(1));
    System.out.printf(
        "%d harmless pods, %d of them tried again%n",
        created.size(), created.stream().filter(pod -> !pod.denials().isEmpty()).count());
  }

  private static void createPods(Stream stream, int pods) {
    int before = stream.created().size();
    await().atMost(SOON).until(() -> stream.created().size() >= before + pods);
  }

  private void replica() throws Exception {
    Replica replica =
        new Replica(
            controlPlane.kubeconfig(), directory.resolve("tls"), directory.resolve("webhook.log"));
    replicas.add(replica);
    service.add(replica);
  }

  private void awaitApiServer() {
    await().atMost(SOON).ignoreExceptions().until(() -> "ok".equals(client.raw("/readyz")));
  }

  private boolean isDenied() {
    try {
      client
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName("probe")
                  .withNamespace(NAMESPACE)
                  .endMetadata()
                  .withNewSpec()
                  .withHostPID(true)
                  .addNewContainer()
                  .withName("c")
                  .withImage("busybox")
                  .endContainer()
                  .endSpec()
                  .build())
          .dryRun()
          .create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("RES-1");
    }
  }

  private void install() throws IOException {
    try (var crds = Files.list(Path.of("..", "deploy", "chart", "files", "crds"))) {
      for (Path crd : crds.toList()) {
        try (var in = Files.newInputStream(crd)) {
          var resource = client.load(in);
          resource.serverSideApply();
          resource.waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS);
        }
      }
    }
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    client
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("eci")
                .endMetadata()
                .withHandler("eci")
                .build())
        .create();
    client
        .load(
            new ByteArrayInputStream(
                "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: chaos}, spec: {}}"
                    .replace("{api", "---\n{api")
                    .getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }
}
