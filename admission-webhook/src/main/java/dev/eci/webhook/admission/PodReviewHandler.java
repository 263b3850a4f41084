// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.pod.PodSecurityReader;
import dev.eci.policy.message.Messages;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodUpdate;
import dev.eci.policy.pod.PodVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Handles reviews of pods, ephemeral containers and workloads with a pod template. */
public final class PodReviewHandler {
  private PodReviewHandler() {}

  /** For a ValidatingWebhookConfiguration. */
  public static ReviewResponse validate(PodReview review) {
    if (review.pods().isEmpty()) {
      return ReviewResponse.allow();
    }
    if (review.isMirrorPod()) {
      return MirrorPodAudit.admitWithAudit(ResponseBuilder.audit(verdicts(review)));
    }
    return invalidPolicy(review)
        .map(PodReviewHandler::deny)
        .orElseGet(() -> ResponseBuilder.respond(verdicts(review), review.request().dryRun()));
  }

  /**
   * For a MutatingWebhookConfiguration. A pod that the validation will deny gets only {@link
   * dev.eci.policy.pod.PodEvaluation#mutationForDenied}, so that its author reads the violation and
   * not the message of the fallback admission policy.
   */
  public static ReviewResponse mutate(PodReview review) {
    Optional<PodReview.Pod> pod = review.createdPod();
    if (pod.isEmpty() || review.isMirrorPod()) {
      return ReviewResponse.allow();
    }
    PodVerdict verdict = pod.get().evaluation().decide();
    boolean denied = verdict.isDenied() || invalidPolicy(review).isPresent();
    PodMutation all = denied ? pod.get().evaluation().mutationForDenied() : verdict.mutation();
    PodMutation mutation =
        shouldSetHostUsers(pod.get(), review.context()) ? all : all.withoutHostUsers();
    return mutation.isEmpty()
        ? ReviewResponse.allow()
        : ReviewResponse.patch(
            PodPatch.of(mutation, pod.get().template().node()),
            mutation.changes().stream().flatMap(c -> c.warning().stream()).toList(),
            Map.of(
                "changes",
                mutation.changes().stream()
                    .map(PodChange::auditEntry)
                    .collect(Collectors.joining(" "))));
  }

  private static boolean shouldSetHostUsers(PodReview.Pod pod, ReviewContext context) {
    return context.supportsUserNamespaces()
        && !PodSecurityReader.read(
                pod.template(), context.namespaceLabels(), context.podSecurityDefault())
            .isLoosenedByUserNamespace();
  }

  /** Images whose verification the review needs, or the pods that a workload will create. */
  public static Set<ImageVerificationRequest> imagesToVerify(PodReview review) {
    boolean required =
        review.context().policies().valid().stream()
            .anyMatch(policy ->
                policy.imageTrust().requiresSignature(true)
                    || policy.dockerSocket().images().hasOnDemandEntries());
    return !required || review.request().dryRun() || review.isMirrorPod()
        ? Set.of()
        : review.pods().stream()
            .flatMap(pod -> pod.evaluation().imagesToVerify().stream())
            .collect(Collectors.toSet());
  }

  private static List<PodVerdict> verdicts(PodReview review) {
    return review.pods().stream().map(pod -> verdict(pod, review)).toList();
  }

  /** Only a pod that is being created has passed the mutation. */
  private static PodVerdict verdict(PodReview.Pod pod, PodReview review) {
    if (!pod.template().isPod() || review.isMirrorPod()) {
      return pod.evaluation().decide();
    }
    return pod.stored()
        .map(stored -> new PodUpdate(stored, pod.evaluation()).evaluate())
        .orElseGet(() -> pod.evaluation().evaluateMutated());
  }

  private static Optional<Invalid> invalidPolicy(PodReview review) {
    return review.context().policies().invalidFor(review.context().namespaceLabels());
  }

  private static ReviewResponse deny(Invalid policy) {
    return ReviewResponse.deny(
        Messages.PREFIX
            + "EciPolicy \"%s\" is invalid (%s), so all pods are denied; fix or delete the policy."
                .formatted(policy.name(), policy.errors().getFirst()));
  }
}
