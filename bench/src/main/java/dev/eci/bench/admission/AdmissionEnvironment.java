// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** An API server and both webhooks, each with its policy, which run all the time. */
record AdmissionEnvironment(
    Path directory,
    ControlPlane plane,
    WebhookProcess ours,
    WebhookProcess gatekeeper,
    WebhookProcess instant,
    WebhookRegistrations registrations)
    implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /**
   * @param manifest Gatekeeper's own
   */
  static AdmissionEnvironment open(Path manifest) {
    try {
      Path directory = Files.createTempDirectory("eci-bench-admission");
      ControlPlane plane = ControlPlane.start();
      try {
        return open(directory, plane, manifest);
      } catch (RuntimeException e) {
        plane.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AdmissionEnvironment open(Path directory, ControlPlane plane, Path manifest)
      throws IOException {
    EciPolicy policy = prepare(plane, manifest);
    Path certificate = directory.resolve("tls.crt");
    TlsLoad.createCertificate(certificate, directory.resolve("tls.key"));
    Path kubeconfig = plane.kubeconfig(directory);
    WebhookProcess ours = WebhookProcess.startWebhook(directory, kubeconfig);
    WebhookProcess gatekeeper = WebhookProcess.gatekeeper(directory, kubeconfig);
    WebhookProcess instant = WebhookProcess.instant(directory);
    try {
      gatekeeper.awaitPort();
      plane.client().load(stream("gatekeeper.yaml")).serverSideApply();
      Await.until(
          "the kinds of Gatekeeper's templates",
          TIMEOUT,
          () -> tryApply(plane.client(), "constraints.yaml"));
      ours.awaitPort();
      String pem = Files.readString(certificate);
      return new AdmissionEnvironment(
          directory,
          plane,
          ours,
          gatekeeper,
          instant,
          WebhookRegistrations.of(
              plane.client(), policy, pem, ours, gatekeeper, instant, manifest));
    } catch (RuntimeException e) {
      ours.close();
      gatekeeper.close();
      instant.close();
      throw e;
    }
  }

  /** What both webhooks watch in a cluster; the ECI policy as it is stored. */
  private static EciPolicy prepare(ControlPlane plane, Path manifest) throws IOException {
    KubernetesClient client = plane.client();
    for (String namespace : List.of(PodRequests.NAMESPACE, "gatekeeper-system")) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    plane.install(
        ControlPlane.read(client, manifest).stream()
            .filter(CustomResourceDefinition.class::isInstance)
            .map(CustomResourceDefinition.class::cast)
            .toList());
    return client
        .resource(
            client.getKubernetesSerialization().unmarshal(text("policy.yaml"), EciPolicy.class))
        .create();
  }

  private static boolean tryApply(KubernetesClient client, String file) {
    try {
      client.load(stream(file)).serverSideApply();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** Returns when pods are handled as by that variant. */
  void switchTo(AdmissionVariant admissionVariant) {
    registrations.put(plane.client(), admissionVariant);
    Await.until(
        "denials by " + admissionVariant,
        TIMEOUT,
        () ->
            denial(PodRequests.harmful())
                .map(text -> admissionVariant.denial().filter(text::contains).isPresent())
                .orElse(admissionVariant.denial().isEmpty()));
    if (admissionVariant != AdmissionVariant.FALLBACK) {
      Predicate<Pod> changed = pod -> Boolean.FALSE.equals(pod.getSpec().getHostUsers());
      Await.until(
          "mutations by " + admissionVariant,
          TIMEOUT,
          () -> changed.test(create(PodRequests.plain())) == admissionVariant.isMutating());
    }
  }

  /** Why a pod is denied. */
  private Optional<String> denial(JsonNode pod) {
    try {
      create(pod);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** As it would be stored. */
  Pod create(JsonNode pod) {
    return plane
        .client()
        .pods()
        .inNamespace(PodRequests.NAMESPACE)
        .resource(plane.client().getKubernetesSerialization().convertValue(pod, Pod.class))
        .dryRun()
        .create();
  }

  /**
   * Posts the same request repeatedly.
   *
   * @param address host and port
   */
  JsonNode load(String address, String request, int connections, double seconds) {
    try {
      Path file = Files.writeString(directory.resolve("request"), request);
      return TlsLoad.requests(plane.config(), address, file, connections, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String file) {
    return Objects.requireNonNull(
        AdmissionEnvironment.class.getResourceAsStream("/admission/" + file));
  }

  private static String text(String file) throws IOException {
    try (var in = stream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    ours.close();
    gatekeeper.close();
    instant.close();
    plane.close();
  }
}
