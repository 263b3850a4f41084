// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.desired.CaSource;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.policy.ParsedPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The objects of each variant in the API server: ECI's as the operator would write them for the
 * policy, Gatekeeper's from its own manifest, both with addresses instead of Services.
 */
record WebhookRegistrations(Map<AdmissionVariant, List<HasMetadata>> objects) {
  private static final InstallationContext PLACE =
      new InstallationContext(
          "eci-system", List.of("kube-system", "eci-system"), List.of(), List.of());

  /**
   * @param certificate PEM, of both webhooks
   */
  static WebhookRegistrations of(
      KubernetesClient client,
      EciPolicy policy,
      String certificate,
      WebhookProcess ours,
      WebhookProcess gatekeeper,
      WebhookProcess instant,
      Path manifest) {
    List<HasMetadata> desired = desired(policy, certificate);
    // mutated pods name it, whichever webhook mutated them
    desired.stream()
        .filter(RuntimeClass.class::isInstance)
        .forEach(o -> client.resource(o).serverSideApply());
    List<HasMetadata> webhook = webhooks(desired, ours, certificate);
    List<HasMetadata> fallback =
        desired.stream()
            .filter(o ->
                o instanceof EciFallbackParameters
                    || o instanceof ValidatingAdmissionPolicy
                    || o instanceof ValidatingAdmissionPolicyBinding)
            .toList();
    List<HasMetadata> theirs =
        webhooks(ControlPlane.read(client, manifest), gatekeeper, certificate);
    Map<AdmissionVariant, List<HasMetadata>> all = new EnumMap<>(AdmissionVariant.class);
    all.put(AdmissionVariant.NONE, List.of());
    all.put(AdmissionVariant.WEBHOOK, webhook);
    all.put(AdmissionVariant.FALLBACK, fallback);
    all.put(
        AdmissionVariant.INSTALLED, Stream.concat(webhook.stream(), fallback.stream()).toList());
    all.put(AdmissionVariant.INSTANT, webhooks(desired(policy, certificate), instant, certificate));
    all.put(AdmissionVariant.GATEKEEPER, theirs);
    return new WebhookRegistrations(all);
  }

  private static List<HasMetadata> desired(EciPolicy policy, String certificate) {
    return DesiredObjects.of(
        ParsedPolicies.of(List.of(policy)), new CaSource.Bundle(certificate), PLACE, Instant.now());
  }

  private static List<HasMetadata> webhooks(
      List<HasMetadata> objects, WebhookProcess webhookProcess, String certificate) {
    return objects.stream()
        .filter(WebhookRegistrations::isWebhook)
        .map(object -> pointTo(object, webhookProcess, certificate))
        .toList();
  }

  /** Deletes the objects of the other variants and applies those of the given one. */
  void put(KubernetesClient client, AdmissionVariant admissionVariant) {
    // all variants are registered
    List<HasMetadata> applied = Objects.requireNonNull(objects.get(admissionVariant));
    List<HasMetadata> others = new ArrayList<>();
    objects.values().forEach(others::addAll);
    others.removeAll(applied);
    others.forEach(o -> client.resource(o).delete());
    applied.forEach(o -> client.resource(o).forceConflicts().serverSideApply());
  }

  private static boolean isWebhook(HasMetadata object) {
    return object instanceof MutatingWebhookConfiguration
        || object instanceof ValidatingWebhookConfiguration;
  }

  private static HasMetadata pointTo(
      HasMetadata object, WebhookProcess webhookProcess, String certificate) {
    switch (object) {
      case MutatingWebhookConfiguration mutating ->
          mutating
              .getWebhooks()
              .forEach(w -> address(w.getClientConfig(), webhookProcess, certificate));
      case ValidatingWebhookConfiguration validating ->
          validating
              .getWebhooks()
              .forEach(w -> address(w.getClientConfig(), webhookProcess, certificate));
      default -> throw new IllegalArgumentException(object.getKind());
    }
    return object;
  }

  private static void address(
      WebhookClientConfig config, WebhookProcess webhookProcess, String certificate) {
    config.setUrl("https://" + webhookProcess.address() + config.getService().getPath());
    config.setService(null);
    config.setCaBundle(
        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)));
  }
}
