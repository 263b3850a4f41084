// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.policy.message.Messages;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fallback admission policy, a ValidatingAdmissionPolicy. The API server itself denies pods
 * that would reach the node: host namespaces (RES-1), host paths and sockets (RES-2, RES-3), {@code
 * hostUsers: true} (ISO-1) and pods without the protected runtime (ISO-7). The webhook enforces
 * everything else.
 */
public final class FallbackAdmissionPolicy {
  /** The API server returns messages of at most 5 KiB; a fixed message replaces longer ones. */
  private static final int LONGEST = 4000;

  private FallbackAdmissionPolicy() {}

  /**
   * The policy and its binding; empty if no policy is in mode Enforce.
   *
   * @param enforced policies in mode Enforce, in order of name
   * @param notPlain which pods are evaluated at all
   */
  public static List<HasMetadata> desired(
      List<Policy> enforced,
      List<OwnerReference> owners,
      InstallationContext installationContext,
      Optional<MatchCondition> notPlain,
      Instant now) {
    if (enforced.isEmpty()) {
      return List.of();
    }
    return List.of(policy(enforced, owners, installationContext, notPlain, now), binding(owners));
  }

  private static HasMetadata policy(
      List<Policy> enforced,
      List<OwnerReference> owners,
      InstallationContext installationContext,
      Optional<MatchCondition> notPlain,
      Instant now) {
    Map<String, String> variables = new LinkedHashMap<>(FallbackVariables.of(enforced, now));
    variables.putAll(FallbackRules.of(installationContext.excludedNamespaces()));
    variables.put("found", FallbackRules.all());
    return new ValidatingAdmissionPolicyBuilder()
        .withMetadata(metadata(owners))
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withNewMatchConstraints()
        .withMatchPolicy("Equivalent")
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .withNewObjectSelector()
        .endObjectSelector()
        .addNewResourceRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE", "UPDATE")
        .withResources("pods", "pods/ephemeralcontainers")
        .withScope("Namespaced")
        .endResourceRule()
        .endMatchConstraints()
        .withMatchConditions(conditions(installationContext))
        .addAllToMatchConditions(notPlain.stream().toList())
        .withVariables(
            variables.entrySet().stream().map(e -> new Variable(e.getValue(), e.getKey())).toList())
        .addNewValidation()
        .withExpression("size(variables.found) == 0")
        .withMessageExpression(
            "[variables.found.join('; ')].map(m, size(m) > %1$d ? m.substring(0, %1$d) + '…' : m)[0]"
                .formatted(LONGEST))
        .withMessage(
            Messages.PREFIX
                + "the pod violates more rules of EciPolicies than fit into this message; see kubectl get ecipolicies.")
        .withReason("Forbidden")
        .endValidation()
        .endSpec()
        .build();
  }

  private static List<MatchCondition> conditions(InstallationContext installationContext) {
    return List.of(
        new MatchCondition(
            "request.operation != 'UPDATE' || object.spec != oldObject.spec", "spec-changes"),
        // the image of a static pod runs already, and only its kubelet can create one
        new MatchCondition(
            "!('system:nodes' in request.userInfo.groups && has(object.metadata.annotations)"
                + " && 'kubernetes.io/config.mirror' in object.metadata.annotations)",
            "no-mirror-pod"),
        new MatchCondition(
            "!(has(object.spec.serviceAccountName) && request.namespace + '/' + object.spec.serviceAccountName == %s)"
                .formatted(CelBuilder.text(installationContext.agentAccount())),
            "not-our-agent"));
  }

  private static HasMetadata binding(List<OwnerReference> owners) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withMetadata(metadata(owners))
        .withNewSpec()
        .withPolicyName(WellKnownNames.FALLBACK)
        .withValidationActions("Deny")
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(List<OwnerReference> owners) {
    return new ObjectMetaBuilder()
        .withName(WellKnownNames.FALLBACK)
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .withOwnerReferences(owners)
        .build();
  }
}
