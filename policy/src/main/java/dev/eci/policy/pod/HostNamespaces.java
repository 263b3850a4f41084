package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.NamespaceTexts;
import java.util.ArrayList;
import java.util.List;

/** RES-1: hostNetwork, hostPID and hostIPC share a namespace of the node. */
final class HostNamespaces implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
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
      PodFacts pod, String field, String namespace, PolicyGroup policies) {
    String policy = policies.policyName();
    return new Violation(
        RuleId.RES_1,
        policy,
        pod.field(field),
        NamespaceTexts.hostNamespaceDenied(namespace, policies.source()));
  }
}
