package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.EciPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole status of a policy. */
public final class PolicyStatus {
  private PolicyStatus() {}

  public static EciPolicyStatus desired(
      Facts facts, @Nullable EciPolicyStatus previous, Long generation, Instant now) {
    List<Condition> before = previous == null ? null : previous.conditions();
    return new EciPolicyStatus(
        generation,
        List.of(
            Conditions.next(
                before, Conditions.READY, ReadyCondition.verdict(facts), generation, now),
            Conditions.next(
                before,
                Conditions.IMAGES_RESOLVED,
                ImagesResolvedCondition.verdict(facts, now),
                generation,
                now),
            Conditions.next(
                before, "NodesProtected", NodesProtectedCondition.verdict(facts), generation, now)),
        ListedImages.of(facts, previous),
        facts.nodes().counts());
  }
}
