// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerAdmission;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.runtimeservice.oci.CreateDeniedException;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.RewrittenSpec;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.support.policy.PolicyView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides on a container and rewrites its config.json. It denies what it lacks the facts to decide
 * on.
 */
public final class RuntimeService implements CreateHandler {
  private final PolicyView cluster;
  private final FactsReader facts;
  private final SpecRewriter rewriter;
  private final Poller poller;

  /**
   * A service for one node. It decides nothing before policies and namespaces are read.
   *
   * @param patience the wait for policies or a namespace that are not read yet; shorter than that
   *     of eci-runtime
   */
  public RuntimeService(
      PolicyView cluster, FactsReader facts, SpecRewriter rewriter, Duration patience) {
    this.cluster = cluster;
    this.facts = facts;
    this.rewriter = rewriter;
    this.poller = new Poller(patience);
  }

  @Override
  public CreateResponse handle(CreateRequest request) {
    CriAnnotations container = CriAnnotations.of(request.config());
    CreateLog log = new CreateLog(request.id(), container);
    CreateResponse response;
    try {
      response = decide(request, container, log);
    } catch (InvalidSpecException e) {
      response =
          CreateResponse.Deny.because(
              "the container's configuration cannot be read: " + e.getMessage());
    } catch (CreateDeniedException e) {
      response = CreateResponse.Deny.because(e.userMessage());
    }
    if (response instanceof CreateResponse.Deny(String message)) {
      log.denied(message);
    }
    return response;
  }

  private CreateResponse decide(CreateRequest request, CriAnnotations container, CreateLog log)
      throws InvalidSpecException, CreateDeniedException {
    Optional<Map<String, String>> labels =
        poller.poll(() -> cluster.isReady() ? labels(container.podNamespace()) : Optional.empty());
    if (labels.isEmpty()) {
      return CreateResponse.Deny.because(notKnownYet(container.podNamespace()));
    }
    PolicySnapshot snapshot = cluster.policies();
    Optional<Invalid> invalid = snapshot.invalidFor(labels.get());
    if (invalid.isPresent()) {
      return CreateResponse.Deny.because(invalidPolicy(invalid.get()));
    }
    SpecRewriter.PreparedSpec prepared =
        rewriter.prepare(
            request.bundle(),
            request.config(),
            request.mounts(),
            ContainerAdmission.idCount(labels.get(), snapshot.valid(), Instant.now()));
    boolean allowed = false;
    try {
      CreateResponse response = decide(request, prepared, labels.get(), log);
      allowed = response instanceof CreateResponse.Allow;
      return response;
    } finally {
      if (!allowed) {
        rewriter.abort(request.id());
      }
    }
  }

  /** Policy evaluates the spec with its user namespace, before the other transforms. */
  private CreateResponse decide(
      CreateRequest request,
      SpecRewriter.PreparedSpec prepared,
      Map<String, String> labels,
      CreateLog log)
      throws InvalidSpecException, CreateDeniedException {
    ContainerFacts containerFacts =
        facts
            .read(
                request.id(),
                request.bundle().path(),
                prepared.spec(),
                request.config(),
                request.mounts(),
                labels)
            .withDevices(prepared.devices());
    // read again: reading the facts may have waited for a registry
    List<Policy> policies = cluster.policies().valid();
    Instant now = Instant.now();
    List<Violation> violations = ContainerAdmission.decide(containerFacts, policies, now);
    Set<HostPath> allowances = ContainerAdmission.openAllowances(violations, policies);
    if (!allowances.isEmpty()) {
      containerFacts = facts.withTargets(containerFacts, allowances, policies);
      violations = ContainerAdmission.decide(containerFacts, policies, now);
    }
    if (!violations.isEmpty()) {
      violations.forEach(log::violation);
      return CreateResponse.Deny.because(
          violations.stream().map(RuntimeService::format).collect(Collectors.joining(" ")));
    }
    if (ContainerAdmission.mayOwnDevices(containerFacts, policies, now)) {
      prepared.ownDevices();
    }
    prepared.isBuildStep(
        containerFacts.origin() instanceof DockerOrigin docker && docker.isBuildStep());
    prepared.denyKernelFeatures(
        ContainerAdmission.deniedKernelFeatures(containerFacts, policies, now));
    prepared.readOnlyAllowed(ContainerAdmission.readOnlyAllowed(containerFacts, policies, now));
    ContainerAdmission.source(containerFacts, policies, now).ifPresent(prepared::policySource);
    RewrittenSpec rewritten =
        prepared.complete(ContainerAdmission.mayStayUnmapped(containerFacts, policies, now));
    rewritten.notices().forEach(log::notice);
    log.allowed(rewritten.changes());
    return new CreateResponse.Allow(
        rewritten.changes().isEmpty() ? Optional.empty() : Optional.of(rewritten.config().bytes()),
        rewritten.plan(),
        rewritten.notices());
  }

  private Optional<Map<String, String>> labels(String namespace) {
    return namespace.isEmpty() ? Optional.of(Map.of()) : cluster.namespaceLabels(namespace);
  }

  private String notKnownYet(String namespace) {
    return cluster.isReady()
        ? "the node agent does not know namespace \"%s\" (yet); the kubelet will try again."
            .formatted(namespace)
        : "the node agent has not read the policies from the API server yet; the kubelet will try again.";
  }

  private static String invalidPolicy(Invalid policy) {
    return "EciPolicy \"%s\" cannot be read (%s); containers it might apply to are denied until the policy is fixed."
        .formatted(policy.name(), policy.errors().getFirst());
  }

  /**
   * The message comes first and unchanged: users search for Docker Desktop's sentences, and tools
   * match them.
   */
  private static String format(Violation violation) {
    return "%s (%s, %s)".formatted(violation.message(), violation.rule().id(), violation.field());
  }
}
