package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Mode;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.webhook.review.Answer.Outcome;
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
    Optional<PodTemplate> pod = ChangedPod.of(review);
    if (pod.isEmpty()) {
      return Answer.allow();
    }
    PodFacts facts = PodReader.read(pod.get(), review.namespace(), namespaceLabels);
    if (MirrorPod.is(review)) {
      return MirrorPod.noted(audit(PodAdmission.decide(facts, policies.valid(), now)));
    }
    return policies
        .unreadable(namespaceLabels)
        .map(PodReview::refusal)
        .orElseGet(() -> answer(decide(review, pod.get(), facts, policies, now)));
  }

  /**
   * For a MutatingWebhookConfiguration. What will be denied is left as it is, so that the reason
   * people read is ours.
   *
   * @param userNamespaces whether a pod may ask for one on every node
   */
  public static Answer mutate(
      Review review,
      Policies policies,
      Map<String, String> namespaceLabels,
      Instant now,
      boolean userNamespaces) {
    Optional<PodTemplate> pod = ChangedPod.of(review).filter(p -> p.isPod() && review.creates());
    if (pod.isEmpty() || MirrorPod.is(review)) {
      return Answer.allow();
    }
    PodFacts facts = PodReader.read(pod.get(), review.namespace(), namespaceLabels);
    PodMutation mutation = PodAdmission.decide(facts, policies.valid(), now).mutation();
    return Answer.patch(patch(userNamespaces ? mutation : mutation.withoutHostUsers()));
  }

  /** Only a pod that is being created has been through the mutation. */
  private static PodVerdict decide(
      Review review, PodTemplate pod, PodFacts facts, Policies policies, Instant now) {
    return pod.isPod() && review.creates()
        ? PodAdmission.decideLast(facts, policies.valid(), now)
        : PodAdmission.decide(facts, policies.valid(), now);
  }

  private static Answer refusal(Invalid policy) {
    return Answer.deny(
        "enhanced container isolation: no pod is admitted while EciPolicy \"%s\" is invalid (%s); mend or delete it."
            .formatted(policy.name(), policy.errors().getFirst()));
  }

  private static Answer answer(PodVerdict verdict) {
    List<String> warnings = texts(verdict.of(Mode.WARN));
    return new Answer(
        verdict.denied() ? Outcome.DENIED : Outcome.ALLOWED,
        String.join("\n", texts(verdict.of(Mode.ENFORCE))),
        warnings,
        audit(verdict),
        List.of());
  }

  private static Map<String, String> audit(PodVerdict verdict) {
    return verdict.violations().isEmpty() ? Map.of() : Map.of(AUDIT_KEY, all(verdict));
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
