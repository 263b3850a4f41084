// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.PolicyConditionReasons;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A transition of a condition, for an Event.
 *
 * @param normal whether the new state is intended: ready, or switched off by its spec
 */
public record ConditionTransition(boolean normal, String reason, String message) {
  private static final String TRUE = "True";
  private static final String FALSE = "False";

  /**
   * All transitions of Ready. Of ImagesResolved, neither that images are resolved from the start,
   * nor that they are being resolved.
   */
  public static List<ConditionTransition> between(
      @Nullable EciPolicyStatus before, EciPolicyStatus after) {
    return Stream.of(Conditions.READY, Conditions.IMAGES_RESOLVED)
        .flatMap(type -> of(type, before, after).stream())
        .toList();
  }

  private static Optional<ConditionTransition> of(
      String type, @Nullable EciPolicyStatus before, EciPolicyStatus after) {
    Condition now = Conditions.find(after.conditions(), type).orElseThrow();
    Optional<String> was =
        before == null
            ? Optional.empty()
            : Conditions.find(before.conditions(), type).map(Condition::getStatus);
    boolean changed = !was.equals(Optional.of(now.getStatus()));
    boolean news =
        type.equals(Conditions.READY)
            || now.getStatus().equals(FALSE)
            || (now.getStatus().equals(TRUE) && was.equals(Optional.of(FALSE)));
    boolean good =
        now.getStatus().equals(TRUE) || now.getReason().equals(PolicyConditionReasons.DISABLED);
    return changed && news
        ? Optional.of(new ConditionTransition(good, now.getReason(), now.getMessage()))
        : Optional.empty();
  }
}
