// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.policy.pod.PodEvaluation;
import java.util.List;
import java.util.Optional;

/**
 * A review of an object with pods. Pods and their facts are read once, because three steps use
 * them: the request for image verification, the mutation and the validation.
 *
 * @param pods the pods that the review creates or changes
 */
public record PodReview(ReviewRequest request, ReviewContext context, List<Pod> pods) {
  /**
   * A pod of the object, with the policies that protect it.
   *
   * @param stored the same pod before the update; empty if it is created, or a template
   */
  public record Pod(
      PodTemplate template, PodEvaluation evaluation, Optional<PodEvaluation> stored) {}

  public PodReview {
    pods = List.copyOf(pods);
  }

  public static PodReview of(ReviewRequest request, ReviewContext context) {
    return new PodReview(
        request,
        context,
        PodTemplatesToReview.of(request, context.policies().valid()).stream()
            .map(template ->
                new Pod(
                    template,
                    evaluation(template, request, context),
                    stored(template, request, context)))
            .toList());
  }

  private static Optional<PodEvaluation> stored(
      PodTemplate template, ReviewRequest request, ReviewContext context) {
    return template.isPod() && request.isUpdate()
        ? PodTemplate.of(request.kind(), request.oldObject())
            .map(before -> evaluation(before, request, context))
        : Optional.empty();
  }

  private static PodEvaluation evaluation(
      PodTemplate template, ReviewRequest request, ReviewContext context) {
    return PodEvaluation.of(
        PodReader.read(template, request.namespace(), context.namespaceLabels(), context.cluster()),
        context.policies().valid(),
        context.now());
  }

  boolean isMirrorPod() {
    return MirrorPodAudit.isMirrorPod(request);
  }

  /** The object itself where it is a pod that is created; only such a pod can be mutated. */
  Optional<Pod> createdPod() {
    return request.isCreate()
        ? pods.stream().filter(pod -> pod.template().isPod()).findFirst()
        : Optional.empty();
  }
}
