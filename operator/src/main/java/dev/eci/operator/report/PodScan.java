// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.operator.report.ScanFinding.Subject;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.policy.pod.PodEvaluation;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodVerdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Evaluates running pods, one by one, and aggregates: of a hundred thousand pods little stays in
 * memory.
 */
public final class PodScan {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final int WANTED_MAX = 1000;
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final List<Policy> policies;
  private final Instant now;
  private final Map<String, NamespaceFindings> namespaces = new TreeMap<>();
  private final Map<String, PolicyImpact> impacts = new HashMap<>();
  private final Set<ImageReference> imagesToVerify = new HashSet<>();
  private final Set<ImageReference> used = new HashSet<>();

  public PodScan(List<Policy> policies, Instant now) {
    this.policies = List.copyOf(policies);
    this.now = now;
    policies.forEach(policy -> impacts.put(policy.name(), PolicyImpact.NOTHING));
  }

  /** Adds one pod, in the API's JSON. */
  public void add(JsonNode pod, Map<String, String> namespaceLabels) {
    String namespace = pod.at("/metadata/namespace").asText();
    if (OVER.contains(pod.at("/status/phase").asText())) {
      return;
    }
    PodFacts facts =
        PodReader.read(PodTemplate.of("/Pod", pod).orElseThrow(), namespace, namespaceLabels);
    List<Policy> protecting =
        policies.stream().filter(p -> p.protects(facts.subject(), now)).toList();
    List<Policy> exempting =
        policies.stream()
            .filter(p -> p.selection().baselineExemption(facts.subject(), now).isPresent())
            .toList();
    if (protecting.isEmpty() && exempting.isEmpty()) {
      return;
    }
    NamespaceFindings namespaceFindings =
        namespaces.computeIfAbsent(namespace, name -> new NamespaceFindings());
    if (pod.at("/metadata/annotations").has(MIRROR)) {
      // a static pod belongs to its node; the API server cannot deny it
      namespaceFindings.countSkipped();
      return;
    }
    PodEvaluation evaluation = PodEvaluation.of(facts, policies, now);
    evaluation.imagesToVerify().forEach(this::collect);
    PodVerdict verdict = evaluation.decide();
    protecting.forEach(policy -> recordImpact(policy, pod, facts, verdict));
    exempting.stream()
        .filter(policy ->
            verdict.violationsOf(policy.mode()).stream()
                .anyMatch(violation -> violation.policy().equals(policy.name())))
        .forEach(policy -> recordImpact(policy, pod, facts, verdict));
    List<ScanFinding> findings = findings(pod, verdict, protecting, facts);
    if (findings.isEmpty()) {
      namespaceFindings.countCompliant();
    } else {
      findings.forEach(namespaceFindings::add);
    }
  }

  private void collect(ImageVerificationRequest image) {
    if (image.keptWhileRunning()) {
      add(image.image(), used);
    } else if (image.denied()) {
      add(image.image(), imagesToVerify);
    }
  }

  private static void add(ImageReference image, Set<ImageReference> to) {
    if (to.size() < WANTED_MAX) {
      to.add(image);
    }
  }

  private void recordImpact(Policy policy, JsonNode pod, PodFacts facts, PodVerdict verdict) {
    List<Violation> broken = verdict.violationsOf(policy.mode());
    PolicyImpact before = impacts.getOrDefault(policy.name(), PolicyImpact.NOTHING);
    impacts.put(
        policy.name(),
        !broken.isEmpty()
            ? before.withDenied(
                "%s/%s: %s %s"
                    .formatted(
                        pod.at("/metadata/namespace").asText(),
                        pod.at("/metadata/name").asText(),
                        broken.getFirst().rule().id(),
                        broken.getFirst().field()))
            : facts.runtimeClassName().isEmpty() ? before.withChanged() : before.withLeft());
  }

  private static List<ScanFinding> findings(
      JsonNode pod, PodVerdict verdict, List<Policy> protecting, PodFacts facts) {
    Subject subject = subject(pod);
    List<ScanFinding> broken =
        verdict.violations().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(e ->
                e.getValue().stream()
                    .map(v ->
                        new ScanFinding(
                            v.policy(),
                            v.rule().id(),
                            e.getKey() == EnforcementMode.ENFORCE,
                            subject,
                            v.format())))
            .toList();
    Optional<Policy> enforcing =
        protecting.stream().filter(p -> p.mode() == EnforcementMode.ENFORCE).findFirst();
    if (!broken.isEmpty() || enforcing.isEmpty() || facts.runtimeClassName().isPresent()) {
      return broken;
    }
    return List.of(
        new ScanFinding(
            enforcing.get().name(),
            "ISO-8",
            true,
            subject,
            RuntimeClassMessages.runsUnprotected(enforcing.get().source())));
  }

  private static Subject subject(JsonNode pod) {
    return new Subject(
        "v1",
        "Pod",
        pod.at("/metadata/namespace").asText(),
        pod.at("/metadata/name").asText(),
        pod.at("/metadata/uid").asText());
  }

  /**
   * Images of running pods without a verification result, at most as many as one scan may request.
   */
  public Set<ImageReference> imagesToVerify() {
    return Set.copyOf(imagesToVerify);
  }

  /**
   * Images that have to stay resolved while their pods run, at most as many as one scan may
   * request.
   */
  public Set<ImageReference> used() {
    return Set.copyOf(used);
  }

  /** By the policy's name. */
  public Map<String, PolicyImpact> impacts() {
    return Map.copyOf(impacts);
  }

  Map<String, NamespaceFindings> namespaces() {
    return namespaces;
  }
}
