package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.EciPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That Ready became something else, for an Event.
 *
 * @param normal whether it is as people want it: ready, or switched off by them
 */
public record Transition(boolean normal, String reason, String message) {

  public static Optional<Transition> between(
      @Nullable EciPolicyStatus before, EciPolicyStatus after) {
    Condition now = Conditions.find(after.conditions(), Conditions.READY).orElseThrow();
    Optional<String> was =
        before == null
            ? Optional.empty()
            : Conditions.find(before.conditions(), Conditions.READY).map(Condition::getStatus);
    if (was.filter(now.getStatus()::equals).isPresent()) {
      return Optional.empty();
    }
    boolean normal = "True".equals(now.getStatus()) || "Disabled".equals(now.getReason());
    return Optional.of(new Transition(normal, now.getReason(), now.getMessage()));
  }
}
