package dev.eci.agent.runtime;

import dev.eci.agent.log.Log;
import dev.eci.agent.oci.CriAnnotations;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.InvalidConfig;
import dev.eci.agent.oci.Notice;
import dev.eci.agent.oci.Refusal;
import dev.eci.agent.oci.Rewritten;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Policy;
import dev.eci.policy.Violation;
import dev.eci.policy.oci.ContainerAdmission;
import dev.eci.policy.oci.ContainerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides about one container and rewrites its configuration. Without knowledge it refuses. */
public final class RuntimeService implements Function<Request, Answer> {
  private static final Log LOG = Log.of(RuntimeService.class);

  private final ClusterView cluster;
  private final FactsReader facts;
  private final SpecRewrite rewrite;
  private final Waiting waiting;

  /**
   * Nothing is decided before the cluster is known.
   *
   * @param patience for knowledge that is still missing; below the launcher's own
   */
  public RuntimeService(
      ClusterView cluster, FactsReader facts, SpecRewrite rewrite, Duration patience) {
    this.cluster = cluster;
    this.facts = facts;
    this.rewrite = rewrite;
    this.waiting = new Waiting(patience);
  }

  @Override
  public Answer apply(Request request) {
    CriAnnotations container = CriAnnotations.of(request.config());
    Answer answer;
    try {
      answer = decide(request, container);
    } catch (InvalidConfig e) {
      answer =
          Answer.Refuse.because("the container's configuration cannot be read: " + e.getMessage());
    }
    if (answer instanceof Answer.Refuse(String message)) {
      LOG.warn(
          "container refused",
          "pod",
          container.pod(),
          "container",
          name(container),
          "id",
          request.id(),
          "because",
          message);
    }
    return answer;
  }

  private Answer decide(Request request, CriAnnotations container) throws InvalidConfig {
    Optional<Map<String, String>> labels =
        waiting.until(() -> cluster.ready() ? labels(container.podNamespace()) : Optional.empty());
    if (labels.isEmpty()) {
      return unknown(container);
    }
    Policies policies = cluster.policies();
    Optional<Invalid> unreadable = policies.unreadable(labels.get());
    if (unreadable.isPresent()) {
      return Answer.Refuse.because(unreadable(unreadable.get()));
    }
    SpecRewrite.Begun begun;
    try {
      begun = rewrite.begin(request.launch(), request.config(), request.mounts());
    } catch (Refusal e) {
      return Answer.Refuse.because(e.getMessage());
    }
    boolean created = false;
    try {
      Answer answer = decide(request, container, begun, labels.get());
      created = answer instanceof Answer.Run;
      return answer;
    } catch (Refusal e) {
      return Answer.Refuse.because(e.getMessage());
    } finally {
      if (!created) {
        rewrite.giveUp(request.id());
      }
    }
  }

  /** Policy sees the spec with its user namespace, and nothing that is only our way to do it. */
  private Answer decide(
      Request request,
      CriAnnotations container,
      SpecRewrite.Begun begun,
      Map<String, String> labels)
      throws InvalidConfig, Refusal {
    ContainerFacts about =
        facts.read(
            request.id(), request.launch().bundle(), request.config(), request.mounts(), labels);
    // reading may have had a registry asked
    List<Policy> policies = cluster.policies().valid();
    Instant now = Instant.now();
    List<Violation> violations = ContainerAdmission.decide(about, policies, now);
    if (!violations.isEmpty()) {
      violations.forEach(violation -> log(container, request, violation));
      return Answer.Refuse.because(
          violations.stream().map(RuntimeService::sentence).collect(Collectors.joining(" ")));
    }
    Rewritten rewritten = begun.finish(ContainerAdmission.mayStayUnshifted(about, policies, now));
    rewritten.notices().forEach(notice -> log(container, request, notice));
    LOG.info(
        "container allowed",
        "pod",
        container.pod(),
        "container",
        name(container),
        "id",
        request.id(),
        "changes",
        String.join(", ", rewritten.changes()));
    return new Answer.Run(
        rewritten.changes().isEmpty() ? Optional.empty() : Optional.of(request.config().bytes()),
        rewritten.rootfs(),
        rewritten.binds(),
        rewritten.notices());
  }

  private Optional<Map<String, String>> labels(String namespace) {
    return namespace.isEmpty() ? Optional.of(Map.of()) : cluster.namespaceLabels(namespace);
  }

  private Answer unknown(CriAnnotations container) {
    return Answer.Refuse.because(
        cluster.ready()
            ? "the node agent does not know namespace \"%s\" (yet); the kubelet will try again."
                .formatted(container.podNamespace())
            : "the node agent has not read the policies from the API server yet; the kubelet will try again.");
  }

  private static String unreadable(Invalid policy) {
    return "EciPolicy \"%s\" cannot be read (%s); no container it may be about is created until it is mended."
        .formatted(policy.name(), policy.errors().getFirst());
  }

  private static void log(CriAnnotations container, Request request, Violation violation) {
    LOG.warn(
        "rule broken",
        "rule",
        violation.rule().id(),
        "policy",
        violation.policy(),
        "field",
        violation.field(),
        "pod",
        container.pod(),
        "container",
        name(container),
        "image",
        container.image(),
        "id",
        request.id());
  }

  private static void log(CriAnnotations container, Request request, Notice notice) {
    LOG.warn(
        "container allowed with a notice",
        "reason",
        notice.reason(),
        "pod",
        container.pod(),
        "container",
        name(container),
        "id",
        request.id(),
        "message",
        notice.message());
  }

  /** ECI's own words first and unchanged: people search for them, and tools match them. */
  private static String sentence(Violation violation) {
    return "%s (%s, %s)".formatted(violation.message(), violation.rule().id(), violation.field());
  }

  private static String name(CriAnnotations container) {
    return container.ofSandbox() ? "(sandbox)" : container.container();
  }
}
