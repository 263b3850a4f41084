package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.ConsoleTexts;
import java.util.List;

/**
 * RES-4: for a gitRepo volume the kubelet runs git as the node's root on what a repository brings,
 * hooks included (CVE-2024-10220).
 */
final class GitVolumes implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof VolumeSource.GitRepo)
        .map(volume ->
            new Violation(
                RuleId.RES_4,
                policies.policyName(),
                volume.field(),
                ConsoleTexts.gitVolumeDenied(policies.source())))
        .toList();
  }
}
