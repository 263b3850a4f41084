// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.NodeDebugMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * RES-4: for a gitRepo volume the kubelet runs git as the node's root on the content of a
 * repository, hooks included (CVE-2024-10220).
 */
final class GitRepoVolumeRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof VolumeSource.GitRepo)
        .map(volume ->
            new Violation(
                RuleId.RES_4,
                policies.policyName(),
                volume.field(),
                NodeDebugMessages.gitVolumeDenied(policies.source())))
        .toList();
  }
}
