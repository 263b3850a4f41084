package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.VolumeSource.Unshiftable;
import dev.eci.policy.text.OwnerTexts;
import java.util.List;
import java.util.stream.Stream;

/** ISO-3: volumes whose files would all be owned by nobody. */
final class UnshiftableVolumes implements PodLimit {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    if (RuntimeIsolation.ofItsOwn(pod, policies)) {
      return List.of();
    }
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof Unshiftable unshiftable
                ? Stream.of(
                    new Violation(
                        RuleId.ISO_3,
                        policies.policyName(),
                        volume.field(),
                        OwnerTexts.volumeTypeNotShiftable(
                            volume.name(), unshiftable.fileSystem(), policies.source())))
                : Stream.empty())
        .toList();
  }

  @Override
  public List<Notice> tolerated(PodFacts pod) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof Unshiftable)
        .map(volume ->
            new Notice(
                OwnerTexts.volumeTypeNotShifted(
                    volume.name(), ((Unshiftable) volume.source()).fileSystem()),
                Effect.NO_HOST_USERS))
        .toList();
  }
}
