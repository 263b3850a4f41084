// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.agent.inventory.Inventory;
import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.kube.EciNodeClient;
import dev.eci.agent.kube.NodeClient;
import dev.eci.agent.nodestatus.NodeState;
import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.agent.nodestatus.StatusReporter;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeSpec.DesiredState;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the node to the desired state of its EciNode. The node's label is set last, and removed
 * first, but not while a container needs it.
 */
final class NodeReconciler {
  private static final Log LOG = Log.of(NodeReconciler.class);
  private static final Duration DRIFT_CHECK = Duration.ofSeconds(60);

  private final NodeClient node;
  private final EciNodeClient eciNode;
  private final InstallLifecycle lifecycle;
  private final NodeDockerControl docker;
  private final Inventory inventory;
  private final StatusReporter reporter;
  private final InstantSource clock;
  private final Backoff backoff;
  private @Nullable Phase phase;
  private @Nullable DesiredState reached;
  private Instant lastDriftCheck = Instant.MIN;
  private volatile Snapshot snapshot = Snapshot.NONE;

  NodeReconciler(
      NodeClient node,
      EciNodeClient eciNode,
      InstallLifecycle lifecycle,
      NodeDockerControl docker,
      Inventory inventory,
      StatusReporter reporter,
      InstantSource clock) {
    this.node = node;
    this.eciNode = eciNode;
    this.lifecycle = lifecycle;
    this.docker = docker;
    this.inventory = inventory;
    this.reporter = reporter;
    this.clock = clock;
    this.backoff = new Backoff(clock);
  }

  /**
   * Reconciles once.
   *
   * @param interval until the next reconciliation, if nothing is pending
   * @return when to reconcile again at the latest
   */
  Duration reconcile(Duration interval) throws IOException {
    Optional<EciNode> current = readOrCreateEciNode();
    if (current.isEmpty()) {
      return Duration.ofSeconds(1);
    }
    DesiredState desired = EciNodeClient.desired(current.get());
    Phase now = step(desired);
    phase = now;
    boolean isNeeded = isLabelNeeded();
    node.setLabelled(now instanceof Phase.Ready || isNeeded);
    node.setRemoving(
        isNeeded && desired == DesiredState.Removed && !EciNodeClient.isUninstalled(current.get()));
    Snapshot found = inventory.snapshot(lifecycle.tasks(), lifecycle.installedSince());
    snapshot = found;
    NodeState state =
        new NodeState(
            now,
            lifecycle.facts(),
            lifecycle.notes(),
            lifecycle.installed(),
            found,
            docker.state());
    Duration next = now instanceof Phase.WaitingForKubelet ? Duration.ofSeconds(2) : interval;
    return reporter.report(state, current.get()).filter(d -> d.compareTo(next) < 0).orElse(next);
  }

  /** Running containers, as the last reconciliation found them; safe for any thread. */
  Snapshot snapshot() {
    return snapshot;
  }

  private Optional<EciNode> readOrCreateEciNode() {
    if (!eciNode.hasSynced()) {
      return Optional.empty();
    }
    Optional<EciNode> found = eciNode.read();
    if (found.isEmpty()) {
      node.uid().ifPresent(eciNode::create);
    }
    return found;
  }

  private Phase step(DesiredState desired) {
    if (desired != reached) {
      backoff.reset();
    }
    Phase before = phase;
    if (before instanceof Phase.Failed && desired == reached && !backoff.isDue()) {
      return before;
    }
    Phase next;
    try {
      next = desired == DesiredState.Installed ? installed(before) : removed(before);
    } catch (IOException | UncheckedIOException e) {
      LOG.error("failed to reconcile node", e, "desiredState", desired);
      next = new Phase.Failed(NodeConditionReasons.INSTALL_FAILED, String.valueOf(e.getMessage()));
    }
    reached = desired;
    if (next instanceof Phase.Failed) {
      backoff.failed();
    }
    if (next instanceof Phase.Failed failed && !next.equals(before)) {
      LOG.warn("not ready", "reason", failed.reason(), "because", failed.message());
    }
    return next;
  }

  private Phase installed(@Nullable Phase before) throws IOException {
    docker.keep();
    boolean inPlace = before instanceof Phase.Ready || before instanceof Phase.WaitingForKubelet;
    if (!inPlace || hasDrifted()) {
      Phase installed = lifecycle.install();
      lastDriftCheck = clock.instant();
      if (installed instanceof Phase.Failed) {
        return installed;
      }
    }
    return !lifecycle.isHandlerVisibleToKubelet() || node.isHandlerOffered(InstallPaths.HANDLER)
        ? new Phase.Ready()
        : new Phase.WaitingForKubelet();
  }

  private boolean hasDrifted() throws IOException {
    if (Duration.between(lastDriftCheck, clock.instant()).compareTo(DRIFT_CHECK) < 0) {
      return false;
    }
    lastDriftCheck = clock.instant();
    return lifecycle.hasDrifted();
  }

  private Phase removed(@Nullable Phase before) throws IOException {
    if (before instanceof Phase.Removed) {
      return before;
    }
    if (lifecycle.hasJustBooted()) {
      return new Phase.WaitingForContainers(0);
    }
    if (!isLabelNeeded()) {
      node.setLabelled(false);
    }
    return lifecycle.remove(this::blockingContainers);
  }

  /**
   * Whether a container needs the label that its pod selects: a restarted kubelet would end the
   * pod. Unknown counts as yes: a container runtime that was not found may have containers.
   */
  private boolean isLabelNeeded() {
    return underLauncher() > 0 || (node.isLabelled() && !lifecycle.isEngineKnown());
  }

  /** Containers that still need eci. Dockerd and the socket are cleaned up after the last pod. */
  private int blockingContainers() {
    int pods = underLauncher();
    try {
      return pods > 0 ? pods : docker.remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int underLauncher() {
    try {
      Snapshot found = inventory.snapshot(lifecycle.tasks(), lifecycle.installedSince());
      return found.counts().underLauncher();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
