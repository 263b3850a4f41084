// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.message.NodeDebugMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.util.List;

/**
 * RES-4: {@code kubectl debug node/} and similar pods, reported as what they are in addition to the
 * single rules that they break. Either the node's processes and its root directory, or the node's
 * processes and the privileges to enter one of them.
 */
final class NodeDebugRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    boolean chosen = pod.placement().nodeName().isPresent();
    boolean enters = pod.hostPid() && pod.containers().stream().anyMatch(Container::privileged);
    boolean changesRoot = (pod.hostPid() || chosen) && hasWritableRootMount(pod);
    return enters || changesRoot
        ? List.of(
            new Violation(
                RuleId.RES_4,
                policies.policyName(),
                pod.path(),
                NodeDebugMessages.nodeConsoleDenied(policies.source())))
        : List.of();
  }

  /** For writing: a pod that only reads the node, as monitoring does, has no console there. */
  private static boolean hasWritableRootMount(PodFacts pod) {
    return pod.volumes().stream()
        .filter(volume ->
            volume.source() instanceof HostPathVolume host
                && HostPath.parse(host.path()).filter(p -> p.value().equals("/")).isPresent())
        .anyMatch(root ->
            pod.containers().stream()
                .flatMap(container -> container.mounts().stream())
                .anyMatch(mount -> mount.volume().equals(root.name()) && !mount.readOnly()));
  }
}
