// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Volume;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An update of a stored pod. Only what it brings is held against it: a pod that is older than a
 * policy must stay manageable (tolerations, images, {@code kubectl debug}), and refusing the update
 * would not take away what the pod has.
 *
 * @param before the stored pod, under today's policies
 * @param after the pod after the update
 */
public record PodUpdate(PodEvaluation before, PodEvaluation after) {

  /** The violations that the update brings, by mode; nothing of a stored pod is mutated. */
  public PodVerdict evaluate() {
    PodVerdict old = before.evaluateExisting();
    PodVerdict now = after.evaluateExisting();
    Map<EnforcementMode, List<Violation>> brought = new EnumMap<>(EnforcementMode.class);
    now.violations()
        .forEach((mode, violations) -> {
          List<Violation> left =
              violations.stream()
                  .filter(Predicate.not(violation -> isOld(violation, old.violationsOf(mode))))
                  .toList();
          if (!left.isEmpty()) {
            brought.put(mode, left);
          }
        });
    return new PodVerdict(brought, PodMutation.NONE);
  }

  /**
   * A container that the update adds gets what the whole pod has, such as the node's processes,
   * which is new for its image. It gets a volume only if it mounts it.
   */
  private boolean isOld(Violation violation, List<Violation> old) {
    List<Container> added = added();
    return old.contains(violation)
        && (added.isEmpty()
            || volumeOf(violation)
                .map(volume -> added.stream().noneMatch(container -> hasMount(container, volume)))
                .orElseGet(() -> isOfOldContainer(violation)));
  }

  private Optional<String> volumeOf(Violation violation) {
    return after.pod().volumes().stream()
        .filter(volume -> volume.field().equals(violation.field()))
        .map(Volume::name)
        .findFirst();
  }

  private static boolean hasMount(Container container, String volume) {
    return container.mounts().stream().anyMatch(mount -> mount.volume().equals(volume));
  }

  private boolean isOfOldContainer(Violation violation) {
    return before.pod().containers().stream()
        .anyMatch(container -> violation.field().startsWith(container.field() + "."));
  }

  private List<Container> added() {
    Set<String> known =
        before.pod().containers().stream().map(Container::field).collect(Collectors.toSet());
    return after.pod().containers().stream()
        .filter(container -> !known.contains(container.field()))
        .toList();
  }
}
