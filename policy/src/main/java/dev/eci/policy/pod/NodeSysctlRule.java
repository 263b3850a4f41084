// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.KernelMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-4: sysctls that apply to the whole node. A sysctl of a network or IPC namespace applies to
 * the pod; the list is the kubelet's, which rejects the others as well, but only on the node.
 */
final class NodeSysctlRule implements PodRule {
  private static final List<String> PODS_OWN =
      List.of("kernel.shm", "kernel.msg", "fs.mqueue.", "net.");

  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.sysctls().stream()
        .filter(NodeSysctlRule::isOfNode)
        .map(sysctl ->
            new Violation(
                RuleId.ISO_4,
                policies.policyName(),
                sysctl.field(),
                KernelMessages.nodeSysctlDenied(sysctl.name(), policies.source())))
        .toList();
  }

  static boolean isOfNode(PodFacts.Sysctl sysctl) {
    return !isNamespaced(dotted(sysctl.name()));
  }

  private static boolean isNamespaced(String name) {
    return name.equals("kernel.sem") || PODS_OWN.stream().anyMatch(name::startsWith);
  }

  /** sysctl(8): the first separator decides which of the two spellings is meant. */
  private static String dotted(String name) {
    int slash = name.indexOf('/');
    int dot = name.indexOf('.');
    return slash >= 0 && (dot < 0 || slash < dot) ? name.replace('/', '.') : name;
  }
}
