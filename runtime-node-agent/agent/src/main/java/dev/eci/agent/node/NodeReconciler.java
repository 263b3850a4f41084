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
 * One look at the node and what is asked of it, and the steps that follow. The label is the last
 * thing that is set and the first that goes.
 */
final class NodeReconciler {
  private static final Log LOG = Log.of(NodeReconciler.class);
  private static final Duration DRIFT = Duration.ofSeconds(60);

  private final NodeClient node;
  private final EciNodeClient eciNode;
  private final InstallLifecycle installLifecycle;
  private final NodeDockerControl docker;
  private final Inventory inventory;
  private final StatusReporter statusReporter;
  private final InstantSource clock;
  private final Backoff backoff;
  private @Nullable Phase phase;
  private @Nullable DesiredState reached;
  private Instant looked = Instant.MIN;
  private volatile Snapshot snapshot = Snapshot.NONE;

  NodeReconciler(
      NodeClient node,
      EciNodeClient eciNode,
      InstallLifecycle installLifecycle,
      NodeDockerControl docker,
      Inventory inventory,
      StatusReporter statusReporter,
      InstantSource clock) {
    this.node = node;
    this.eciNode = eciNode;
    this.installLifecycle = installLifecycle;
    this.docker = docker;
    this.inventory = inventory;
    this.statusReporter = statusReporter;
    this.clock = clock;
    this.backoff = new Backoff(clock);
  }

  /** Returns when to look again at the latest. */
  Duration reconcile(Duration usual) throws IOException {
    Optional<EciNode> asked = readOrCreateEciNode();
    if (asked.isEmpty()) {
      return Duration.ofSeconds(1);
    }
    Phase now = step(EciNodeClient.desired(asked.get()));
    phase = now;
    Snapshot found =
        inventory.snapshot(installLifecycle.tasks(), installLifecycle.installedSince());
    snapshot = found;
    NodeState state =
        new NodeState(
            now,
            installLifecycle.facts(),
            installLifecycle.notes(),
            installLifecycle.installed(),
            found,
            docker.state());
    Duration next = now instanceof Phase.WaitingForKubelet ? Duration.ofSeconds(2) : usual;
    return statusReporter
        .report(state, asked.get())
        .filter(d -> d.compareTo(next) < 0)
        .orElse(next);
  }

  /** What the last look found; safe for any thread. */
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
      LOG.error("the node could not be brought to what is asked", e, "asked", desired);
      next = new Phase.Failed("Failed", String.valueOf(e.getMessage()));
    }
    reached = desired;
    if (next instanceof Phase.Failed) {
      backoff.failed();
    }
    if (next instanceof Phase.Failed failed && !next.equals(before)) {
      LOG.warn("not ready", "reason", failed.reason(), "because", failed.message());
    }
    node.markReady(next instanceof Phase.Ready);
    return next;
  }

  private Phase installed(@Nullable Phase before) throws IOException {
    docker.keep();
    boolean inPlace = before instanceof Phase.Ready || before instanceof Phase.WaitingForKubelet;
    if (!inPlace || hasDrifted()) {
      Phase installed = installLifecycle.install();
      looked = clock.instant();
      if (installed instanceof Phase.Failed) {
        return installed;
      }
    }
    return !installLifecycle.isHandlerVisibleToKubelet()
            || node.isHandlerOffered(InstallPaths.HANDLER)
        ? new Phase.Ready()
        : new Phase.WaitingForKubelet();
  }

  private boolean hasDrifted() throws IOException {
    if (Duration.between(looked, clock.instant()).compareTo(DRIFT) < 0) {
      return false;
    }
    looked = clock.instant();
    return installLifecycle.hasDrifted();
  }

  private Phase removed(@Nullable Phase before) throws IOException {
    if (before instanceof Phase.Removed) {
      return before;
    }
    node.markReady(false);
    return installLifecycle.remove(this::needing);
  }

  /** Containers that need what is ours; dockerd and the socket go when no pod is left. */
  private int needing() {
    int pods = underLauncher();
    try {
      return pods > 0 ? pods : docker.remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int underLauncher() {
    try {
      Snapshot found =
          inventory.snapshot(installLifecycle.tasks(), installLifecycle.installedSince());
      return found.counts().underLauncher();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
