// SPDX-License-Identifier: Apache-2.0
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
 * The pods of a review that have to be evaluated. Controllers update stored objects all the time
 * (replicas, finalizers), including objects that are older than a policy. Of an update, only pods
 * that it changes are evaluated.
 */
final class PodTemplatesToReview {
  private PodTemplatesToReview() {}

  /** Empty if the object has no pod, or an update changes none. */
  static List<PodTemplate> of(ReviewRequest request, Collection<Policy> policies) {
    if (!request.isCreate() && !request.isUpdate()) {
      return List.of();
    }
    List<PodTemplate> after = templatesIn(request.object(), request, policies);
    if (request.isCreate()) {
      return after;
    }
    Map<String, PodTemplate> before =
        templatesIn(request.oldObject(), request, policies).stream()
            .collect(Collectors.toMap(PodTemplate::specPath, Function.identity()));
    return after.stream()
        .filter(pod ->
            !before.containsKey(pod.specPath())
                || !before.get(pod.specPath()).comparablePart().equals(pod.comparablePart()))
        .toList();
  }

  private static List<PodTemplate> templatesIn(
      JsonNode object, ReviewRequest request, Collection<Policy> policies) {
    return Stream.concat(
            PodTemplate.of(request.kind(), object).stream(),
            declaredPaths(request, policies).stream()
                .flatMap(path -> PodTemplate.findAt(path, object).stream()))
        .toList();
  }

  private static Set<List<String>> declaredPaths(
      ReviewRequest request, Collection<Policy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.workloads().stream())
        .filter(w -> (w.group() + "/" + w.resource()).equals(request.resource()))
        .map(WorkloadTemplate::path)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
