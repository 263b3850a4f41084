// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.agent.node.NodeDockerControl;
import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.agent.service.InspectionSchedule;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.socketproxy.takeover.SideSocketServer;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the proxied socket of a node, and the runtime eci in its dockerd, from the moment that a
 * policy allows any image to mount Docker's socket. Clusters without such a policy pay nothing.
 */
final class NodeDockerController implements NodeDockerControl, AutoCloseable {
  private static final Log LOG = Log.of(NodeDockerController.class);
  private static final int INTERVAL_SECONDS = 3;

  /** Docker's default path, used until a dockerd is found. */
  private static final String DEFAULT_SOCKET = "/run/docker.sock";

  private final HostRoot root;
  private final DockerInstallation docker;
  private final NodeDockerRemover remover;
  private final SideSocketServer socket;
  private final PolicyView cluster;
  private final Runnable onReconciled;
  private final InspectionSchedule inspections;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("docker").unstarted(task));

  private boolean active;
  private volatile DockerSocketState state = DockerSocketState.NOT_REQUIRED;
  private volatile Runnable onStateChange = () -> {};

  /**
   * Changes nothing on the node before {@link #keep}.
   *
   * @param onReconciled runs after each reconciliation of dockerd
   */
  NodeDockerController(
      HostRoot root,
      DockerInstallation docker,
      NodeDockerRemover remover,
      SideSocketServer socket,
      PolicyView cluster,
      Runnable onReconciled) {
    this.root = root;
    this.docker = docker;
    this.remover = remover;
    this.socket = socket;
    this.cluster = cluster;
    this.onReconciled = onReconciled;
    this.inspections = new InspectionSchedule(docker);
  }

  void start() {
    var _ =
        clock.scheduleWithFixedDelay(
            this::reconcile, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void keep() {
    if (!active) {
      active = true;
      clock.execute(this::reconcile);
    }
  }

  @Override
  public DockerSocketState state() {
    return state;
  }

  @Override
  public void onChange(Runnable listener) {
    this.onStateChange = listener;
  }

  private void updateState(DockerSocketState now) {
    boolean changed = !now.equals(state);
    state = now;
    if (changed) {
      onStateChange.run();
    }
  }

  private synchronized void reconcile() {
    try {
      if (active && isRequired()) {
        reconcileDockerd();
        onReconciled.run();
        socket.serve(docker.api().map(EngineApi::socket).orElse(root.locate(DEFAULT_SOCKET)));
        updateState(
            DockerSocketStates.running(
                docker.state(), docker.hasProtectedBuilds(), NodeDockerRemover.PATHS.launcher()));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      String problem = String.valueOf(e.getMessage());
      if (!state.message().contains(problem)) {
        LOG.warn("the Docker socket proxy does not run", "because", problem);
      }
      updateState(DockerSocketStates.notRunning(problem));
    }
  }

  /** Pods that have the socket keep it when no policy lists images any more: the proxy denies. */
  private boolean isRequired() throws IOException {
    return socket.hasHolder()
        || (cluster.isReady()
            && cluster.policies().valid().stream()
                .anyMatch(policy -> !policy.dockerSocket().images().list().patterns().isEmpty()));
  }

  private void reconcileDockerd() {
    if (inspections.isDue()) {
      try {
        docker.reconcile();
      } catch (UnsupportedHostException e) {
        // its state has the reason
      }
    }
  }

  @Override
  public synchronized int remove() throws IOException {
    active = false;
    if (docker.hasInstallRecord()) {
      int running = remover.remove();
      if (running > 0) {
        return running;
      }
    }
    socket.end();
    state = DockerSocketState.NOT_REQUIRED;
    return 0;
  }

  /** Removes nothing: the agent also stops for a restart or an upgrade. */
  @Override
  public void close() {
    clock.shutdownNow();
    socket.close();
  }
}
