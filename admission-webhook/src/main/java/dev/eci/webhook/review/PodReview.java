package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Mode;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers reviews of pods, ephemeral containers and workloads with a pod template. */
public final class PodReview {
  private static final String AUDIT_KEY = "violations";

  private PodReview() {}

  /** For a ValidatingWebhookConfiguration. */
  public static Answer validate(
      Review review, Policies policies, Map<String, String> namespaceLabels, Instant now) {
    return template(review)
        .map(pod ->
            unreadable(policies, namespaceLabels)
                .orElseGet(() -> answer(decide(pod, review, policies, namespaceLabels, now))))
        .orElseGet(Answer::allow);
  }

  /**
   * For a MutatingWebhookConfiguration. What will be denied is left as it is, so that the reason
   * people read is ours.
   */
  public static Answer mutate(
      Review review, Policies policies, Map<String, String> namespaceLabels, Instant now) {
    if (!"Pod".equals(review.kind()) || !"CREATE".equals(review.operation())) {
      return Answer.allow();
    }
    return template(review)
        .map(pod -> patch(decide(pod, review, policies, namespaceLabels, now).mutation()))
        .map(patch -> new Answer(true, "", List.of(), Map.of(), patch))
        .orElseGet(Answer::allow);
  }

  /**
   * The template to judge; empty if there is nothing new in it. Controllers update stored workloads
   * all the time (replicas, finalizers), also those from before a policy: only a changed template
   * is judged again. An object on its way out is let go.
   */
  private static Optional<PodTemplate> template(Review review) {
    if (review.object().path("metadata").hasNonNull("deletionTimestamp")) {
      return Optional.empty();
    }
    Optional<PodTemplate> now = PodTemplate.of(review.kind(), review.object());
    if (!"UPDATE".equals(review.operation()) || "Pod".equals(review.kind())) {
      return now;
    }
    Optional<PodTemplate> before = PodTemplate.of(review.kind(), review.oldObject());
    return now.filter(pod -> before.map(PodTemplate::node).filter(pod.node()::equals).isEmpty());
  }

  private static PodVerdict decide(
      PodTemplate pod,
      Review review,
      Policies policies,
      Map<String, String> namespaceLabels,
      Instant now) {
    return PodAdmission.decide(
        PodReader.read(pod, review.namespace(), namespaceLabels), policies.valid(), now);
  }

  /**
   * A policy in force that nobody can read protects nobody; until it is mended its namespaces admit
   * nothing.
   */
  private static Optional<Answer> unreadable(
      Policies policies, Map<String, String> namespaceLabels) {
    return policies.invalid().stream()
        .filter(p -> p.mode() == Mode.ENFORCE && p.namespaces().matches(namespaceLabels))
        .findFirst()
        .map(PodReview::refusal);
  }

  private static Answer refusal(Invalid policy) {
    return Answer.deny(
        "enhanced container isolation: no pod is admitted while EciPolicy \"%s\" is invalid (%s); mend or delete it."
            .formatted(policy.name(), policy.errors().getFirst()));
  }

  private static Answer answer(PodVerdict verdict) {
    List<String> warnings = texts(verdict.of(Mode.WARN));
    Map<String, String> audit =
        verdict.violations().isEmpty() ? Map.of() : Map.of(AUDIT_KEY, all(verdict));
    return new Answer(
        !verdict.denied(),
        String.join("\n", texts(verdict.of(Mode.ENFORCE))),
        warnings,
        audit,
        List.of());
  }

  private static String all(PodVerdict verdict) {
    return verdict.violations().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(e -> e.getValue().stream().map(v -> e.getKey() + " " + v.text()))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> texts(List<Violation> violations) {
    return violations.stream().map(Violation::text).toList();
  }

  private static List<ObjectNode> patch(PodMutation mutation) {
    List<ObjectNode> operations = new ArrayList<>();
    mutation
        .hostUsers()
        .ifPresent(value -> operations.add(add("/spec/hostUsers").put("value", value)));
    mutation
        .runtimeClassName()
        .ifPresent(value -> operations.add(add("/spec/runtimeClassName").put("value", value)));
    return operations;
  }

  private static ObjectNode add(String path) {
    return JsonNodeFactory.instance.objectNode().put("op", "add").put("path", path);
  }
}
