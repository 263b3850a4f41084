// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Volume;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An update of a stored pod. Only what it brings is held against it: a pod that is older than a
 * policy must stay manageable (tolerations, images, {@code kubectl debug}), and refusing the update
 * would not take away what the pod has. But what reaches the node without the protected runtime is
 * for the code that has it: not for another image.
 *
 * <p>A patch may put a container anywhere in its list, so containers are compared by list and name,
 * as the API server does, and volumes by name and content.
 *
 * @param before the stored pod, under today's policies
 * @param after the pod after the update
 */
public record PodUpdate(PodEvaluation before, PodEvaluation after) {
  /** Rules that decide by the image: their old decision says nothing about a new image. */
  private static final Set<RuleId> RULES_FOR_IMAGES =
      Set.of(RuleId.RES_3, RuleId.SOCK_2, RuleId.SOCK_4, RuleId.SOCK_5, RuleId.TRUST);

  /** The same for a pod that no user namespace contains. */
  private static final Set<RuleId> RULES_FOR_UNPROTECTED_IMAGES =
      Set.of(RuleId.RES_1, RuleId.RES_4, RuleId.ISO_4);

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

  private boolean isOld(Violation violation, List<Violation> old) {
    for (Container container : after.pod().containers()) {
      if (violation.field().startsWith(container.field() + ".")) {
        return isOldOfContainer(violation, container, old);
      }
    }
    for (Volume volume : after.pod().volumes()) {
      if (violation.field().equals(volume.field())) {
        return isOldOfVolume(violation, volume, old);
      }
    }
    // an added container gets what the whole pod has, such as the node's processes
    return old.contains(violation)
        && after.pod().containers().stream()
            .allMatch(container ->
                stored(container)
                    .filter(was -> isSameFor(violation.rule(), was, container))
                    .isPresent());
  }

  private boolean isOldOfContainer(Violation violation, Container now, List<Violation> old) {
    return stored(now)
        .filter(was -> isSameFor(violation.rule(), was, now))
        .filter(was -> old.contains(moved(violation, now.field(), was.field())))
        .isPresent();
  }

  /** A container that the update adds gets a volume only if it mounts it. */
  private boolean isOldOfVolume(Violation violation, Volume now, List<Violation> old) {
    return before.pod().volumes().stream()
            .filter(was -> was.name().equals(now.name()) && was.source().equals(now.source()))
            .anyMatch(was -> old.contains(moved(violation, now.field(), was.field())))
        && after.pod().containers().stream()
            .filter(container -> hasMount(container, now))
            .allMatch(container ->
                stored(container)
                    .filter(was -> hasMount(was, now))
                    .filter(was -> isSameFor(violation.rule(), was, container))
                    .isPresent());
  }

  private Optional<Container> stored(Container now) {
    return before.pod().containers().stream()
        .filter(was -> was.name().equals(now.name()) && list(was).equals(list(now)))
        .findFirst();
  }

  private boolean isSameFor(RuleId rule, Container was, Container now) {
    return was.image().equals(now.image())
        || !(RULES_FOR_IMAGES.contains(rule)
            || (RULES_FOR_UNPROTECTED_IMAGES.contains(rule) && after.isUnprotected()));
  }

  private static boolean hasMount(Container container, Volume volume) {
    return container.mounts().stream().map(Mount::volume).anyMatch(volume.name()::equals);
  }

  /** {@code spec.initContainers} of {@code spec.initContainers[0]}. */
  private static String list(Container container) {
    return container.field().replaceFirst("\\[\\d+]$", "");
  }

  /** The violation as it was reported of the stored pod. */
  private static Violation moved(Violation violation, String from, String to) {
    return new Violation(
        violation.rule(),
        violation.policy(),
        to + violation.field().substring(from.length()),
        violation.message(),
        violation.isTransient());
  }
}
