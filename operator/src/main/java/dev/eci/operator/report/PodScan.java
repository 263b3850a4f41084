package dev.eci.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.operator.report.Finding.Subject;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.Violation;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.pod.WantedImage;
import dev.eci.policy.text.RuntimeTexts;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Judges pods that run, one by one, and sums up: of a hundred thousand pods little is kept. */
public final class PodScan {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final int WANTED_MAX = 1000;
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final List<Policy> policies;
  private final Instant now;
  private final Map<String, Tally> namespaces = new TreeMap<>();
  private final Map<String, Outlook> outlooks = new HashMap<>();
  private final Set<ImageReference> wanted = new HashSet<>();
  private final Set<ImageReference> used = new HashSet<>();

  public PodScan(List<Policy> policies, Instant now) {
    this.policies = List.copyOf(policies);
    this.now = now;
    policies.forEach(policy -> outlooks.put(policy.name(), Outlook.NOTHING));
  }

  /** Takes in one pod, as the API has it. */
  public void add(JsonNode pod, Map<String, String> namespaceLabels) {
    String namespace = pod.at("/metadata/namespace").asText();
    if (OVER.contains(pod.at("/status/phase").asText())) {
      return;
    }
    PodFacts facts =
        PodReader.read(PodTemplate.of("/Pod", pod).orElseThrow(), namespace, namespaceLabels);
    List<Policy> protecting =
        policies.stream().filter(p -> p.protects(facts.subject(), now)).toList();
    if (protecting.isEmpty()) {
      return;
    }
    Tally tally = namespaces.computeIfAbsent(namespace, name -> new Tally());
    if (pod.at("/metadata/annotations").has(MIRROR)) {
      // a static pod is its node's; nothing in the cluster could refuse it
      tally.skip();
      return;
    }
    PodAdmission.wanted(facts, policies, now).forEach(this::want);
    PodVerdict verdict = PodAdmission.decide(facts, policies, now);
    protecting.forEach(policy -> look(policy, pod, facts, verdict));
    List<Finding> findings = findings(pod, verdict, protecting, facts);
    if (findings.isEmpty()) {
      tally.pass();
    } else {
      findings.forEach(tally::add);
    }
  }

  private void want(WantedImage image) {
    if (image.whileItRuns()) {
      add(image.image(), used);
    } else if (image.refused()) {
      add(image.image(), wanted);
    }
  }

  private static void add(ImageReference image, Set<ImageReference> to) {
    if (to.size() < WANTED_MAX) {
      to.add(image);
    }
  }

  private void look(Policy policy, JsonNode pod, PodFacts facts, PodVerdict verdict) {
    List<Violation> broken = verdict.of(policy.mode());
    Outlook before = outlooks.getOrDefault(policy.name(), Outlook.NOTHING);
    outlooks.put(
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

  private static List<Finding> findings(
      JsonNode pod, PodVerdict verdict, List<Policy> protecting, PodFacts facts) {
    Subject subject = subject(pod);
    List<Finding> broken =
        verdict.violations().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(e ->
                e.getValue().stream()
                    .map(v ->
                        new Finding(
                            v.policy(),
                            v.rule().id(),
                            e.getKey() == Mode.ENFORCE,
                            subject,
                            v.text())))
            .toList();
    Optional<Policy> enforcing =
        protecting.stream().filter(p -> p.mode() == Mode.ENFORCE).findFirst();
    if (!broken.isEmpty() || enforcing.isEmpty() || facts.runtimeClassName().isPresent()) {
      return broken;
    }
    return List.of(
        new Finding(
            enforcing.get().name(),
            "ISO-8",
            true,
            subject,
            RuntimeTexts.runsUnprotected(enforcing.get().source())));
  }

  private static Subject subject(JsonNode pod) {
    return new Subject(
        "v1",
        "Pod",
        pod.at("/metadata/namespace").asText(),
        pod.at("/metadata/name").asText(),
        pod.at("/metadata/uid").asText());
  }

  /** Images of pods that run whose signatures nobody has found, so many as one scan may bring. */
  public Set<ImageReference> wanted() {
    return Set.copyOf(wanted);
  }

  /** Images that have to stay known while their pods run, so many as one scan may bring. */
  public Set<ImageReference> used() {
    return Set.copyOf(used);
  }

  /** By name of the policy. */
  public Map<String, Outlook> outlooks() {
    return Map.copyOf(outlooks);
  }

  Map<String, Tally> namespaces() {
    return namespaces;
  }
}
