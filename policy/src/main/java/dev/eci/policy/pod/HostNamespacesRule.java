// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;

/** RES-1: hostNetwork, hostPID and hostIPC share a namespace of the node. */
final class HostNamespacesRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    List<Violation> found = new ArrayList<>();
    if (pod.hostNetwork()) {
      found.add(denied(pod, "hostNetwork", "network", policies));
    }
    if (pod.hostPid()) {
      found.add(denied(pod, "hostPID", "pid", policies));
    }
    if (pod.hostIpc()) {
      found.add(denied(pod, "hostIPC", "ipc", policies));
    }
    return found;
  }

  private static Violation denied(
      PodFacts pod, String field, String namespace, EffectivePolicy policies) {
    String policy = policies.policyName();
    return new Violation(
        RuleId.RES_1,
        policy,
        pod.field(field),
        NamespaceMessages.hostNamespaceDenied(namespace, policies.source()));
  }
}
