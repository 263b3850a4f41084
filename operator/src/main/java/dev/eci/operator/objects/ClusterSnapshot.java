// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.operator.policy.PolicyVersions;
import dev.eci.operator.uninstall.UninstallMarker;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the informers have seen.
 *
 * @param objects RuntimeClasses of every manager; the operator's own webhook configurations,
 *     admission policies and their parameters
 * @param marker of an uninstall
 */
record ClusterSnapshot(
    ParsedPolicies policies, List<HasMetadata> objects, Optional<ConfigMap> marker) {

  static ClusterSnapshot from(Context<Namespace> context, PolicyVersions policies) {
    return new ClusterSnapshot(
        policies.of(context.getSecondaryResourcesAsStream(EciPolicy.class).toList()),
        Stream.<Class<? extends HasMetadata>>of(
                // deleted first, because they require what the other objects provide
                ValidatingAdmissionPolicyBinding.class,
                ValidatingAdmissionPolicy.class,
                EciFallbackParameters.class,
                RuntimeClass.class,
                ValidatingWebhookConfiguration.class,
                MutatingWebhookConfiguration.class)
            .<HasMetadata>flatMap(context::getSecondaryResourcesAsStream)
            .toList(),
        context.getSecondaryResourcesAsStream(ConfigMap.class).findFirst());
  }

  /** Until when an uninstall stops the operator, possibly in the past. */
  Optional<Instant> uninstallingUntil() {
    return marker.map(UninstallMarker::until);
  }

  Optional<HasMetadata> find(HasMetadata object) {
    return objects.stream().filter(other -> isSame(other, object)).findFirst();
  }

  static boolean isSame(HasMetadata a, HasMetadata b) {
    return a.getKind().equals(b.getKind())
        && a.getMetadata().getName().equals(b.getMetadata().getName());
  }

  /**
   * By label, or by an earlier apply, so that an object whose label was removed still belongs to
   * the operator.
   */
  static boolean isOurs(HasMetadata object) {
    return (object.getMetadata().getLabels() != null
            && WellKnownNames.OPERATOR.equals(
                object.getMetadata().getLabels().get(WellKnownNames.MANAGED_BY)))
        || object.getMetadata().getManagedFields().stream()
            .anyMatch(fields ->
                WellKnownNames.OPERATOR.equals(fields.getManager())
                    && Objects.equals(fields.getOperation(), "Apply"));
  }
}
