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
 * New pods that nobody need look at a second time: they run protected, and ask for nothing that a
 * rule is about. The mutation has seen every one of them, again if another webhook changed it
 * afterwards, and leaves {@code hostUsers: false} to none that it would deny. What only it can know
 * (which volume a claim leads to) is judged there; this asks for what stands in the pod that is
 * about to be stored.
 */
final class PlainPodMatchCondition {
  /** Types of volumes that bring nothing of the node. */
  private static final List<String> VOLUMES =
      List.of(
          "emptyDir", "configMap", "secret", "projected", "downwardAPI", "persistentVolumeClaim");

  private PlainPodMatchCondition() {}

  /**
   * The condition under which anything but a plain pod is looked at. Nothing where there is more to
   * tell of a pod than that it is admitted: policies that warn or note, that ask for signatures,
   * that ask for different runtimes, or that cannot be read.
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
