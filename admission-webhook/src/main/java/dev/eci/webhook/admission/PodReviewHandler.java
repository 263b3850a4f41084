package dev.eci.webhook.admission;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers reviews of pods, ephemeral containers and workloads with a pod template. */
public final class PodReviewHandler {
  private PodReviewHandler() {}

  /** For a ValidatingWebhookConfiguration. */
  public static ReviewResponse validate(ReviewRequest reviewRequest, ReviewContext now) {
    List<PodTemplate> pods = PodTemplatesToReview.of(reviewRequest, now.policies().valid());
    if (pods.isEmpty()) {
      return ReviewResponse.allow();
    }
    if (MirrorPodAudit.isMirrorPod(reviewRequest)) {
      return MirrorPodAudit.admitWithAudit(
          ResponseBuilder.audit(verdicts(pods, reviewRequest, now)));
    }
    return now.policies()
        .invalidFor(now.namespaceLabels())
        .map(PodReviewHandler::refusal)
        .orElseGet(() -> ResponseBuilder.answer(verdicts(pods, reviewRequest, now)));
  }

  /**
   * For a MutatingWebhookConfiguration. What will be denied is left as it is but for the class that
   * the floor asks for, so that the reason people read is ours and the right one, and for {@code
   * hostUsers: false}, so that it does not pass for looked at.
   */
  public static ReviewResponse mutate(ReviewRequest reviewRequest, ReviewContext now) {
    Optional<PodTemplate> pod =
        PodTemplate.of(reviewRequest.kind(), reviewRequest.object())
            .filter(p -> p.isPod() && reviewRequest.isCreate());
    if (pod.isEmpty() || MirrorPodAudit.isMirrorPod(reviewRequest)) {
      return ReviewResponse.allow();
    }
    PodFacts facts = facts(pod.get(), reviewRequest, now);
    List<Policy> policies = now.policies().valid();
    PodVerdict verdict = PodAdmission.decide(facts, policies, now.now());
    boolean denied =
        verdict.isDenied() || now.policies().invalidFor(now.namespaceLabels()).isPresent();
    PodMutation all =
        denied ? PodAdmission.mutationForDenied(facts, policies, now.now()) : verdict.mutation();
    PodMutation mutation = now.supportsUserNamespaces() ? all : all.withoutHostUsers();
    return mutation.isEmpty()
        ? ReviewResponse.allow()
        : ReviewResponse.patch(
            PodPatch.of(mutation, pod.get().node()),
            mutation.changes().stream().flatMap(c -> c.warning().stream()).toList(),
            Map.of(
                "changes",
                mutation.changes().stream()
                    .map(PodChange::auditEntry)
                    .collect(Collectors.joining(" "))));
  }

  /** Images of which more has to be known for the review, or for the pods it will bring. */
  public static Set<ImageVerificationRequest> imagesToVerify(
      ReviewRequest reviewRequest, ReviewContext now) {
    boolean asked =
        now.policies().valid().stream()
            .anyMatch(policy ->
                policy.imageTrust().requiresSignature(true)
                    || policy.dockerSocket().images().hasOnDemandEntries());
    return !asked || reviewRequest.dryRun() || MirrorPodAudit.isMirrorPod(reviewRequest)
        ? Set.of()
        : PodTemplatesToReview.of(reviewRequest, now.policies().valid()).stream()
            .flatMap(pod ->
                PodAdmission.imagesToVerify(
                    facts(pod, reviewRequest, now), now.policies().valid(), now.now())
                    .stream())
            .collect(Collectors.toSet());
  }

  private static List<PodVerdict> verdicts(
      List<PodTemplate> pods, ReviewRequest reviewRequest, ReviewContext now) {
    return pods.stream().map(pod -> verdict(pod, reviewRequest, now)).toList();
  }

  /** Only a pod that is being created has been through the mutation. */
  private static PodVerdict verdict(
      PodTemplate pod, ReviewRequest reviewRequest, ReviewContext now) {
    PodFacts facts = facts(pod, reviewRequest, now);
    List<Policy> policies = now.policies().valid();
    if (!pod.isPod() || MirrorPodAudit.isMirrorPod(reviewRequest)) {
      return PodAdmission.decide(facts, policies, now.now());
    }
    return reviewRequest.isCreate()
        ? PodAdmission.evaluateMutated(facts, policies, now.now())
        : PodAdmission.evaluateExisting(facts, policies, now.now());
  }

  private static PodFacts facts(PodTemplate pod, ReviewRequest reviewRequest, ReviewContext now) {
    return PodReader.read(pod, reviewRequest.namespace(), now.namespaceLabels(), now.cluster());
  }

  private static ReviewResponse refusal(Invalid policy) {
    return ReviewResponse.deny(
        "enhanced container isolation: no pod is admitted while EciPolicy \"%s\" is invalid (%s); mend or delete it."
            .formatted(policy.name(), policy.errors().getFirst()));
  }
}
