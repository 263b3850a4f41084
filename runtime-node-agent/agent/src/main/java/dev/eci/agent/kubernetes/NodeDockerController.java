package dev.eci.agent.kubernetes;

import dev.eci.agent.node.NodeDockerControl;
import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.agent.service.InspectionSchedule;
import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.installer.step.InstallPaths;
import dev.eci.socketproxy.takeover.SideSocketServer;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the filtered socket of a node and our runtime in its dockerd, from the moment that a policy
 * lets any image have Docker's socket. A cluster that has no use for it pays nothing.
 */
final class NodeDockerController implements NodeDockerControl, AutoCloseable {
  /**
   * Beside the handler's own files: dockerd's launcher asks on another socket than containerd's.
   */
  static final DockerInstallPaths PLACES = new DockerInstallPaths(InstallPaths.ROOT + "/docker");

  private static final Log LOG = Log.of(NodeDockerController.class);
  private static final int INTERVAL_SECONDS = 3;

  /** Where dockerd listens unless it is told otherwise; until one is found. */
  private static final String USUAL = "/run/docker.sock";

  private final HostRoot root;
  private final NodeCommands commands;
  private final DockerLocator locator;
  private final DockerInstallation docker;
  private final SideSocketServer socket;
  private final PolicyView cluster;
  private final Runnable onReconciled;
  private final InspectionSchedule full;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("docker").unstarted(task));

  private boolean active;
  private volatile DockerSocketState state = DockerSocketState.NOT_REQUIRED;
  private volatile Runnable onStateChange = () -> {};

  /**
   * Does nothing before it is told to {@linkplain #keep}.
   *
   * @param looked what follows each look at dockerd
   */
  NodeDockerController(
      HostRoot root,
      NodeCommands commands,
      DockerLocator locator,
      DockerInstallation docker,
      SideSocketServer socket,
      PolicyView cluster,
      Runnable looked) {
    this.root = root;
    this.commands = commands;
    this.locator = locator;
    this.docker = docker;
    this.socket = socket;
    this.cluster = cluster;
    this.onReconciled = looked;
    this.full = new InspectionSchedule(docker);
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
  public void onChange(Runnable told) {
    this.onStateChange = told;
  }

  private void updateState(DockerSocketState now) {
    boolean other = !now.equals(state);
    state = now;
    if (other) {
      onStateChange.run();
    }
  }

  private synchronized void reconcile() {
    try {
      if (active && isRequired()) {
        reconcileDockerd();
        onReconciled.run();
        socket.serve(docker.api().map(EngineApi::socket).orElse(root.locate(USUAL)));
        updateState(found());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      String because = String.valueOf(e.getMessage());
      if (!state.message().contains(because)) {
        LOG.warn("the filtered Docker socket is not served", "because", because);
      }
      updateState(
          new DockerSocketState(
              false,
              "NotServed",
              "Pods of listed images wait for their Docker socket, which is not served: "
                  + because));
    }
  }

  /** Who has the socket goes on to have it when policies list nothing any more: it refuses. */
  private boolean isRequired() throws IOException {
    return socket.hasHolder()
        || (cluster.isReady()
            && cluster.policies().valid().stream()
                .anyMatch(policy -> !policy.dockerSocket().images().list().patterns().isEmpty()));
  }

  private void reconcileDockerd() {
    if (full.isDue()) {
      try {
        docker.reconcile();
      } catch (UnsupportedHostException e) {
        // in its state
      }
    }
  }

  private DockerSocketState found() {
    if (docker.state().installed()) {
      return new DockerSocketState(
          true,
          "Filtered",
          "Pods of listed images reach Docker Engine %s through the filter; they may %s."
              .formatted(
                  docker.state().version(),
                  docker.hasProtectedBuilds()
                      ? "build with BuildKit"
                      : "not build, since dockerd was not started with DOCKER_BUILDKIT_RUNC_COMMAND="
                          + PLACES.launcher()));
    }
    return docker.state().pid() == 0
        ? new DockerSocketState(
            false,
            "NoEngine",
            "No dockerd runs here: pods of listed images start, and each request on their socket is answered with that.")
        : new DockerSocketState(
            false,
            "EngineNotReady",
            "Each request on the Docker socket of pods is refused: " + docker.state().problem());
  }

  @Override
  public synchronized int remove() throws IOException {
    active = false;
    if (docker.hasInstallRecord()) {
      int running = takeOut();
      if (running > 0) {
        return running;
      }
    }
    socket.end();
    state = DockerSocketState.NOT_REQUIRED;
    return 0;
  }

  /** Stopped containers stay behind; docker says why when somebody starts one. */
  private int takeOut() throws IOException {
    try {
      DockerRemover.Result result =
          DockerRemover.removeFrom(root, PLACES, commands, locator.find(), true, _ -> {});
      return switch (result) {
        case DockerRemover.Result.Done _ -> 0;
        case DockerRemover.Result.InUse inUse -> inUse.containers().size();
        case DockerRemover.Result.Failed failed -> throw new IOException(failed.reason());
        case DockerRemover.Result.RestartFirst _ ->
            throw new IOException(
                "dockerd was started with our launcher for its builds (DOCKER_BUILDKIT_RUNC_COMMAND); restart it without that");
      };
    } catch (UnsupportedHostException e) {
      throw new IOException(e.userMessage(), e);
    }
  }

  /** Nothing is taken away: a restart or an upgrade is no wish to be rid of it. */
  @Override
  public void close() {
    clock.shutdownNow();
    socket.close();
  }
}
