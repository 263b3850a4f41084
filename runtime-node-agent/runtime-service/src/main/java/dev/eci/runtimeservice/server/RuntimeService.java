package dev.eci.runtimeservice.server;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerAdmission;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.runtimeservice.oci.CreateDeniedException;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.Notice;
import dev.eci.runtimeservice.oci.RewrittenSpec;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides about one container and rewrites its configuration. Without knowledge it refuses. */
public final class RuntimeService implements Function<CreateRequest, CreateResponse> {
  private static final Log LOG = Log.of(RuntimeService.class);

  private final PolicyView cluster;
  private final FactsReader facts;
  private final SpecRewriter rewrite;
  private final Poller poller;

  /**
   * Nothing is decided before the cluster is known.
   *
   * @param patience for knowledge that is still missing; below the launcher's own
   */
  public RuntimeService(
      PolicyView cluster, FactsReader facts, SpecRewriter rewrite, Duration patience) {
    this.cluster = cluster;
    this.facts = facts;
    this.rewrite = rewrite;
    this.poller = new Poller(patience);
  }

  @Override
  public CreateResponse apply(CreateRequest createRequest) {
    CriAnnotations container = CriAnnotations.of(createRequest.config());
    CreateResponse createResponse;
    try {
      createResponse = decide(createRequest, container);
    } catch (InvalidSpecException e) {
      createResponse =
          CreateResponse.Deny.because(
              "the container's configuration cannot be read: " + e.getMessage());
    }
    if (createResponse instanceof CreateResponse.Deny(String message)) {
      LOG.warn(
          "container refused",
          "pod",
          container.pod(),
          "container",
          name(container),
          "id",
          createRequest.id(),
          "because",
          message);
    }
    return createResponse;
  }

  private CreateResponse decide(CreateRequest createRequest, CriAnnotations container)
      throws InvalidSpecException {
    Optional<Map<String, String>> labels =
        poller.poll(() -> cluster.isReady() ? labels(container.podNamespace()) : Optional.empty());
    if (labels.isEmpty()) {
      return unknown(container);
    }
    PolicySnapshot policySnapshot = cluster.policies();
    Optional<Invalid> unreadable = policySnapshot.invalidFor(labels.get());
    if (unreadable.isPresent()) {
      return CreateResponse.Deny.because(unreadable(unreadable.get()));
    }
    SpecRewriter.PreparedSpec preparedSpec;
    try {
      preparedSpec =
          rewrite.prepare(createRequest.launch(), createRequest.config(), createRequest.mounts());
    } catch (CreateDeniedException e) {
      return CreateResponse.Deny.because(e.getMessage());
    }
    boolean created = false;
    try {
      CreateResponse createResponse = decide(createRequest, container, preparedSpec, labels.get());
      created = createResponse instanceof CreateResponse.Allow;
      return createResponse;
    } catch (CreateDeniedException e) {
      return CreateResponse.Deny.because(e.getMessage());
    } finally {
      if (!created) {
        rewrite.abort(createRequest.id());
      }
    }
  }

  /** Policy sees the spec with its user namespace, and nothing that is only our way to do it. */
  private CreateResponse decide(
      CreateRequest createRequest,
      CriAnnotations container,
      SpecRewriter.PreparedSpec preparedSpec,
      Map<String, String> labels)
      throws InvalidSpecException, CreateDeniedException {
    ContainerFacts about =
        facts.read(
            createRequest.id(),
            createRequest.launch().bundle(),
            createRequest.config(),
            createRequest.mounts(),
            labels);
    // reading may have had a registry asked
    List<Policy> policies = cluster.policies().valid();
    Instant now = Instant.now();
    List<Violation> violations = ContainerAdmission.decide(about, policies, now);
    if (!violations.isEmpty()) {
      violations.forEach(violation -> log(container, createRequest, violation));
      return CreateResponse.Deny.because(
          violations.stream().map(RuntimeService::format).collect(Collectors.joining(" ")));
    }
    RewrittenSpec rewrittenSpec =
        preparedSpec.complete(ContainerAdmission.mayStayUnmapped(about, policies, now));
    rewrittenSpec.notices().forEach(notice -> log(container, createRequest, notice));
    LOG.info(
        "container allowed",
        "pod",
        container.pod(),
        "container",
        name(container),
        "id",
        createRequest.id(),
        "changes",
        String.join(", ", rewrittenSpec.changes()));
    return new CreateResponse.Allow(
        rewrittenSpec.changes().isEmpty()
            ? Optional.empty()
            : Optional.of(createRequest.config().bytes()),
        rewrittenSpec.rootfs(),
        rewrittenSpec.binds(),
        rewrittenSpec.notices());
  }

  private Optional<Map<String, String>> labels(String namespace) {
    return namespace.isEmpty() ? Optional.of(Map.of()) : cluster.namespaceLabels(namespace);
  }

  private CreateResponse unknown(CriAnnotations container) {
    return CreateResponse.Deny.because(
        cluster.isReady()
            ? "the node agent does not know namespace \"%s\" (yet); the kubelet will try again."
                .formatted(container.podNamespace())
            : "the node agent has not read the policies from the API server yet; the kubelet will try again.");
  }

  private static String unreadable(Invalid policy) {
    return "EciPolicy \"%s\" cannot be read (%s); no container it may be about is created until it is mended."
        .formatted(policy.name(), policy.errors().getFirst());
  }

  private static void log(
      CriAnnotations container, CreateRequest createRequest, Violation violation) {
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
        createRequest.id());
  }

  private static void log(CriAnnotations container, CreateRequest createRequest, Notice notice) {
    LOG.warn(
        "container allowed with a notice",
        "reason",
        notice.reason(),
        "pod",
        container.pod(),
        "container",
        name(container),
        "id",
        createRequest.id(),
        "message",
        notice.message());
  }

  /** ECI's own words first and unchanged: people search for them, and tools match them. */
  private static String format(Violation violation) {
    return "%s (%s, %s)".formatted(violation.message(), violation.rule().id(), violation.field());
  }

  private static String name(CriAnnotations container) {
    return container.isSandbox() ? "(sandbox)" : container.container();
  }
}
