// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.policy.message.Messages;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.VolumeTypes;
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

/**
 * The fallback admission policy, a ValidatingAdmissionPolicy. The API server itself denies pods
 * that would reach the node: host namespaces (RES-1), host paths and sockets (RES-2, RES-3), {@code
 * hostUsers: true} (ISO-1) and pods without the protected runtime (ISO-7). The webhook enforces
 * everything else.
 */
public final class FallbackAdmissionPolicy {
  private FallbackAdmissionPolicy() {}

  /**
   * The parameters, the policy and its binding; empty if no policy is in mode Enforce.
   *
   * <p>They are applied in this order. The API server evaluates no pod before it has read the
   * parameters. If a user deletes them, it evaluates no pod until the operator restores them, as
   * after the deletion of the binding: {@code Deny} would deny every pod of the cluster, the
   * operator's own too, which could restore them.
   *
   * @param enforced policies in mode Enforce, in order of name
   */
  public static List<HasMetadata> desired(
      List<Policy> enforced,
      List<OwnerReference> owners,
      InstallationContext installationContext,
      Instant now) {
    if (enforced.isEmpty()) {
      return List.of();
    }
    return List.of(
        parameters(enforced, owners, now), policy(owners, installationContext), binding(owners));
  }

  private static HasMetadata parameters(
      List<Policy> enforced, List<OwnerReference> owners, Instant now) {
    EciFallbackParameters parameters = new EciFallbackParameters();
    parameters.setMetadata(metadata(owners));
    parameters.setSpec(FallbackParameters.of(enforced, now));
    return parameters;
  }

  private static HasMetadata policy(
      List<OwnerReference> owners, InstallationContext installationContext) {
    List<String> excluded = installationContext.excludedNamespaces();
    Map<String, String> variables = new LinkedHashMap<>(FallbackRules.variables());
    variables.put("found", FallbackRules.violations(excluded));
    variables.put("places", FallbackMessage.places());
    return new ValidatingAdmissionPolicyBuilder()
        .withMetadata(metadata(owners))
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withNewParamKind()
        .withApiVersion(HasMetadata.getApiVersion(EciFallbackParameters.class))
        .withKind(HasMetadata.getKind(EciFallbackParameters.class))
        .endParamKind()
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
        .withVariables(
            variables.entrySet().stream().map(e -> new Variable(e.getValue(), e.getKey())).toList())
        .addNewValidation()
        .withExpression("!(" + FallbackRules.violates(excluded) + ")")
        .withMessageExpression(FallbackMessage.expression())
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
            "not-our-agent"),
        new MatchCondition("!(" + plain() + ")", "not-plain"));
  }

  /** Whether no rule can deny the pod, whichever policies protect it. */
  private static String plain() {
    return CelBuilder.allOf(
        List.of(
            isNot("hostNetwork"),
            isNot("hostPID"),
            isNot("hostIPC"),
            isNot("hostUsers"),
            "has(object.spec.runtimeClassName) && object.spec.runtimeClassName in params.spec.commonClasses",
            "!has(object.spec.volumes) || object.spec.volumes.all(v, %s)"
                .formatted(FallbackVariables.isVolumeOf(VolumeTypes.OF_THE_POD))));
  }

  private static String isNot(String field) {
    return "!has(object.spec.%1$s) || !object.spec.%1$s".formatted(field);
  }

  private static HasMetadata binding(List<OwnerReference> owners) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withMetadata(metadata(owners))
        .withNewSpec()
        .withPolicyName(WellKnownNames.FALLBACK)
        .withNewParamRef()
        .withName(WellKnownNames.FALLBACK)
        .withParameterNotFoundAction("Allow")
        .endParamRef()
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
