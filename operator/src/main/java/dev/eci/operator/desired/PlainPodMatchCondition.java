// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.model.EnforcementMode;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * New pods that need no second review: they run protected and use nothing that a rule covers. The
 * mutating webhook has reviewed every one of them, again if another webhook changed it afterwards,
 * and sets {@code hostUsers: false} on none that it would deny. It also evaluates what only it can
 * look up, such as the volume behind a claim; this condition reads the pod that is about to be
 * stored.
 */
final class PlainPodMatchCondition {
  /** Types of volumes that expose nothing of the node. */
  private static final List<String> VOLUMES =
      List.of(
          "emptyDir", "configMap", "secret", "projected", "downwardAPI", "persistentVolumeClaim");

  private PlainPodMatchCondition() {}

  /**
   * The condition under which a pod is reviewed: everything but plain pods. Empty if an admitted
   * pod may need a further response, or if policies differ too much: with policies in mode Warn or
   * Audit, with policies that require signatures, with several runtime classes, or with invalid
   * policies.
   */
  static Optional<MatchCondition> reviewCondition(PolicySnapshot policySnapshot) {
    Set<String> classes =
        policySnapshot.valid().stream()
            .map(p -> p.runtime().className())
            .collect(Collectors.toSet());
    boolean only =
        policySnapshot.invalid().isEmpty()
            && classes.size() == 1
            && policySnapshot.valid().stream()
                .allMatch(p ->
                    p.mode() == EnforcementMode.ENFORCE
                        && p.imageTrust().scope() == ImageTrustPolicy.Scope.NONE);
    return only
        ? Optional.of(
            new MatchCondition("!(" + plain(classes.iterator().next()) + ")", "not-plain"))
        : Optional.empty();
  }

  private static String plain(String runtimeClass) {
    return CelBuilder.allOf(
        List.of(
            "request.operation == 'CREATE' && request.kind.group == '' && request.kind.kind == 'Pod'",
            "has(object.spec.hostUsers) && !object.spec.hostUsers",
            "has(object.spec.runtimeClassName) && object.spec.runtimeClassName == "
                + CelBuilder.text(runtimeClass),
            isNot("hostNetwork"),
            isNot("hostPID"),
            isNot("hostIPC"),
            "!has(object.spec.nodeName) || object.spec.nodeName == ''",
            "!has(object.spec.os) || object.spec.os.name == 'linux'",
            "!has(object.spec.nodeSelector) || !('kubernetes.io/os' in object.spec.nodeSelector)"
                + " || object.spec.nodeSelector['kubernetes.io/os'] == 'linux'",
            "!has(object.spec.securityContext) || !has(object.spec.securityContext.sysctls)",
            "!has(object.spec.ephemeralContainers)",
            "!has(object.spec.volumes) || object.spec.volumes.all(v, "
                + VOLUMES.stream().map("has(v.%s)"::formatted).collect(Collectors.joining(" || "))
                + ")",
            noDevices("containers"),
            noDevices("initContainers")));
  }

  private static String isNot(String field) {
    return "!has(object.spec.%1$s) || !object.spec.%1$s".formatted(field);
  }

  private static String noDevices(String containers) {
    return "!has(object.spec.%1$s) || object.spec.%1$s.all(c, !has(c.volumeDevices))"
        .formatted(containers);
  }
}
