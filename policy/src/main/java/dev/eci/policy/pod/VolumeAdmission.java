// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decision about a persistent volume before any pod uses it: when it is created, and when it is
 * bound to a claim. This covers pods that were admitted before their claim was bound.
 */
public final class VolumeAdmission {
  private VolumeAdmission() {}

  /** A namespace that may use the volume. */
  public record User(String namespace, Map<String, String> labels) {}

  /**
   * Evaluates a volume.
   *
   * @param field where its source is in the object under review
   * @param user of the claim that the volume is reserved for; without one, policies that apply to
   *     every namespace count
   */
  public static PodVerdict decide(
      VolumeSource source,
      String field,
      Optional<User> user,
      Collection<Policy> policies,
      Instant now) {
    Map<EnforcementMode, EffectivePolicy> effective =
        EffectivePolicy.byMode(
            policies.stream()
                .filter(p -> appliesTo(p, user, now))
                .map(p -> p.withLockIfCertain(user.map(User::namespace).orElse(""), now))
                .toList(),
            now);
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    effective.forEach((mode, policy) -> {
      List<Violation> found = check(source, field, policy);
      if (!found.isEmpty()) {
        violations.put(mode, found);
      }
    });
    return new PodVerdict(violations, PodMutation.NONE);
  }

  /** What only limits protection is decided with the pod: one policy may tolerate it. */
  private static List<Violation> check(VolumeSource source, String field, EffectivePolicy policy) {
    return switch (source) {
      case PersistentPath path ->
          PersistentVolumePathRule.check(path, field, policy).stream().toList();
      case Attached attached -> VolumeTypeRule.check(attached, "", field, policy).stream().toList();
      case Driver driver -> CsiDriverPathRule.check(driver, field, policy).toList();
      default -> List.of();
    };
  }

  /**
   * Where an exemption names pods of the namespace, the decision must wait for the pod. One that
   * names images alone would otherwise apply to every namespace.
   */
  private static boolean appliesTo(Policy policy, Optional<User> user, Instant now) {
    return user.map(u ->
            policy.selection().namespaces().matches(u.labels())
                && policy.selection().exemptions().stream()
                    .noneMatch(e -> e.mightCoverByName(u.namespace(), now)))
        .orElseGet(() -> policy.selection().namespaces().equals(Selector.EVERYTHING));
  }
}
