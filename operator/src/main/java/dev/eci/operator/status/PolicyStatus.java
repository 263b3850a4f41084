package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.EciPolicyStatus.RunningPods;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole status of a policy. */
public final class PolicyStatus {
  private PolicyStatus() {}

  /** Until the first scan after a start, what an earlier one said. */
  private static @Nullable RunningPods running(Facts facts, @Nullable EciPolicyStatus previous) {
    return facts
        .running()
        .map(outlook ->
            new RunningPods(
                outlook.pods(),
                outlook.denied(),
                outlook.changed(),
                outlook.examples().isEmpty() ? null : outlook.examples()))
        .orElseGet(() -> previous == null ? null : previous.running());
  }

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
        facts.nodes().counts(),
        running(facts, previous));
  }
}
