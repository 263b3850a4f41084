package dev.eci.webhook.review;

import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Policy;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.pod.WantedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers reviews of pods, ephemeral containers and workloads with a pod template. */
public final class PodReview {
  private PodReview() {}

  /** For a ValidatingWebhookConfiguration. */
  public static Answer validate(Review review, Situation now) {
    List<PodTemplate> pods = ChangedPods.of(review, now.policies().valid());
    if (pods.isEmpty()) {
      return Answer.allow();
    }
    if (MirrorPod.is(review)) {
      return MirrorPod.noted(Verdicts.audit(verdicts(pods, review, now)));
    }
    return now.policies()
        .unreadable(now.namespaceLabels())
        .map(PodReview::refusal)
        .orElseGet(() -> Verdicts.answer(verdicts(pods, review, now)));
  }

  /**
   * For a MutatingWebhookConfiguration. What will be denied is left as it is but for the class that
   * the floor asks for, so that the reason people read is ours and the right one, and for {@code
   * hostUsers: false}, so that it does not pass for looked at.
   */
  public static Answer mutate(Review review, Situation now) {
    Optional<PodTemplate> pod =
        PodTemplate.of(review.kind(), review.object()).filter(p -> p.isPod() && review.creates());
    if (pod.isEmpty() || MirrorPod.is(review)) {
      return Answer.allow();
    }
    PodFacts facts = facts(pod.get(), review, now);
    List<Policy> policies = now.policies().valid();
    PodVerdict verdict = PodAdmission.decide(facts, policies, now.now());
    boolean denied =
        verdict.denied() || now.policies().unreadable(now.namespaceLabels()).isPresent();
    PodMutation all =
        denied ? PodAdmission.ofDenied(facts, policies, now.now()) : verdict.mutation();
    PodMutation mutation = now.userNamespaces() ? all : all.withoutHostUsers();
    return mutation.isEmpty()
        ? Answer.allow()
        : Answer.patch(
            PodPatch.of(mutation, pod.get().node()),
            mutation.changes().stream().flatMap(c -> c.warning().stream()).toList(),
            Map.of(
                "changes",
                mutation.changes().stream()
                    .map(PodChange::record)
                    .collect(Collectors.joining(" "))));
  }

  /** Images of which more has to be known for the review, or for the pods it will bring. */
  public static Set<WantedImage> wanted(Review review, Situation now) {
    boolean asked =
        now.policies().valid().stream()
            .anyMatch(policy -> policy.trust().asks(true) || policy.socketImages().asksOnDemand());
    return !asked || review.dryRun() || MirrorPod.is(review)
        ? Set.of()
        : ChangedPods.of(review, now.policies().valid()).stream()
            .flatMap(pod ->
                PodAdmission.wanted(facts(pod, review, now), now.policies().valid(), now.now())
                    .stream())
            .collect(Collectors.toSet());
  }

  private static List<PodVerdict> verdicts(List<PodTemplate> pods, Review review, Situation now) {
    return pods.stream().map(pod -> verdict(pod, review, now)).toList();
  }

  /** Only a pod that is being created has been through the mutation. */
  private static PodVerdict verdict(PodTemplate pod, Review review, Situation now) {
    PodFacts facts = facts(pod, review, now);
    List<Policy> policies = now.policies().valid();
    if (!pod.isPod() || MirrorPod.is(review)) {
      return PodAdmission.decide(facts, policies, now.now());
    }
    return review.creates()
        ? PodAdmission.decideLast(facts, policies, now.now())
        : PodAdmission.decideExisting(facts, policies, now.now());
  }

  private static PodFacts facts(PodTemplate pod, Review review, Situation now) {
    return PodReader.read(pod, review.namespace(), now.namespaceLabels(), now.surroundings());
  }

  private static Answer refusal(Invalid policy) {
    return Answer.deny(
        "enhanced container isolation: no pod is admitted while EciPolicy \"%s\" is invalid (%s); mend or delete it."
            .formatted(policy.name(), policy.errors().getFirst()));
  }
}
