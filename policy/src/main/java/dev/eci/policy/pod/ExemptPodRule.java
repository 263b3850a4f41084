// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * ISO-4: a pod that an exemption leaves unprotected gets no more than the level baseline of Pod
 * Security, unless the exemption says {@code privileged: true}. Without that, an exemption would
 * give the node to every author of a pod that it covers.
 *
 * <p>Of volumes, {@code hostPath} exceeds the level, and so does a type that can be a disk of the
 * node (see {@link VolumeTypeRule}), which the level does not restrict.
 */
final class ExemptPodRule {
  private final PodFacts pod;
  private final Policy policy;
  private final int exemption;
  private final List<Violation> found = new ArrayList<>();

  private ExemptPodRule(PodFacts pod, Policy policy, int exemption) {
    this.pod = pod;
    this.policy = policy;
    this.exemption = exemption;
  }

  /**
   * By the mode of the policies whose exemptions are exceeded. A pod that another policy protects
   * at least as strictly is not unprotected.
   */
  static Map<EnforcementMode, List<Violation>> check(
      PodFacts pod,
      Collection<Policy> policies,
      Collection<EnforcementMode> protecting,
      Instant now) {
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    for (Policy policy : policies) {
      if (protecting.stream().anyMatch(mode -> mode.compareTo(policy.mode()) <= 0)) {
        continue;
      }
      OptionalInt exemption = policy.selection().baselineExemption(pod.subject(), now);
      if (exemption.isPresent()) {
        List<Violation> found = new ExemptPodRule(pod, policy, exemption.getAsInt()).check();
        if (!found.isEmpty()) {
          violations.computeIfAbsent(policy.mode(), _ -> new ArrayList<>()).addAll(found);
        }
      }
    }
    return violations;
  }

  private List<Violation> check() {
    if (pod.hostNetwork()) {
      deny("hostNetwork", pod.field("hostNetwork"));
    }
    if (pod.hostPid()) {
      deny("hostPID", pod.field("hostPID"));
    }
    if (pod.hostIpc()) {
      deny("hostIPC", pod.field("hostIPC"));
    }
    pod.sysctls().stream()
        .filter(NodeSysctlRule::isOfNode)
        .forEach(sysctl -> deny("sysctl " + sysctl.name(), sysctl.field()));
    pod.volumes()
        .forEach(volume ->
            title(volume.source())
                .ifPresent(type -> deny(type + " volume " + volume.name(), volume.field())));
    if (!isProtected()) {
      pod.containers().stream()
          .flatMap(container -> container.privileges().stream())
          .filter(Privilege::isAboveBaseline)
          .forEach(privilege -> deny(privilege.title(), privilege.field()));
    }
    return found;
  }

  private Optional<String> title(VolumeSource source) {
    return switch (source) {
      case HostPathVolume _ -> Optional.of("hostPath");
      case Attached(var type, var persistentVolume)
          when persistentVolume.isEmpty() && !policy.volumes().types().contains(type) ->
          Optional.of(type);
      default -> Optional.empty();
    };
  }

  /** Whether it names a runtime that contains what its containers request. */
  private boolean isProtected() {
    return pod.runtimeClassName()
        .filter(name ->
            name.equals(policy.runtime().className())
                || policy.runtime().isolatedClasses().contains(name))
        .isPresent();
  }

  private void deny(String what, String field) {
    found.add(
        new Violation(
            RuleId.ISO_4,
            policy.name(),
            field,
            RuntimeClassMessages.exemptPrivilegeDenied(what, exemption, policy.source())));
  }
}
