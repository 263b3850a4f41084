package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.WorkloadTemplate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pods of a review that are to be judged. Controllers update stored objects all the time
 * (replicas, finalizers), also those from before a policy: only what has changed is judged again.
 */
final class PodTemplatesToReview {
  private PodTemplatesToReview() {}

  /** None if the review brings no pod, or nothing new in it. */
  static List<PodTemplate> of(ReviewRequest reviewRequest, Collection<Policy> policies) {
    if (!reviewRequest.isCreate() && !reviewRequest.isUpdate()) {
      return List.of();
    }
    List<PodTemplate> now = templatesIn(reviewRequest.object(), reviewRequest, policies);
    if (reviewRequest.isCreate()) {
      return now;
    }
    Map<String, PodTemplate> before =
        templatesIn(reviewRequest.oldObject(), reviewRequest, policies).stream()
            .collect(Collectors.toMap(PodTemplate::specPath, Function.identity()));
    return now.stream()
        .filter(pod ->
            !before.containsKey(pod.specPath())
                || !before.get(pod.specPath()).comparablePart().equals(pod.comparablePart()))
        .toList();
  }

  private static List<PodTemplate> templatesIn(
      JsonNode object, ReviewRequest reviewRequest, Collection<Policy> policies) {
    return Stream.concat(
            PodTemplate.of(reviewRequest.kind(), object).stream(),
            declared(reviewRequest, policies).stream()
                .flatMap(path -> PodTemplate.findAt(path, object).stream()))
        .toList();
  }

  private static Set<List<String>> declared(
      ReviewRequest reviewRequest, Collection<Policy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.workloads().stream())
        .filter(w -> (w.group() + "/" + w.resource()).equals(reviewRequest.resource()))
        .map(WorkloadTemplate::path)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
