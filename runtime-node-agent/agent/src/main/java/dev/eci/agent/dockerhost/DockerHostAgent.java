package dev.eci.agent.dockerhost;

import dev.eci.agent.cli.HostOptions;
import dev.eci.agent.service.InspectionSchedule;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.support.log.Log;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The agent of a Docker host without Kubernetes: the same service on the same socket, with policies
 * from a file.
 */
public final class DockerHostAgent implements AutoCloseable {
  private static final Log LOG = Log.of(DockerHostAgent.class);
  private static final int INTERVAL_SECONDS = 3;

  private final DockerHostComponents parts;
  private final HostStatus status;
  private final InspectionSchedule full;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("docker").unstarted(task));

  private DockerHostAgent(DockerHostComponents parts, HostStatus status) {
    this.parts = parts;
    this.status = status;
    this.full = new InspectionSchedule(parts.docker());
  }

  /**
   * Serves and installs.
   *
   * @param launcher path of the launcher that is to be installed
   * @throws UnsupportedHostException if this host cannot take our runtime and nothing of ours is on
   *     it
   */
  public static DockerHostAgent start(
      HostOptions options, PolicyFileWatcher policies, Path launcher)
      throws IOException, UnsupportedHostException {
    DockerHostComponents parts = DockerHostComponents.start(options, policies, launcher);
    DockerHostAgent agent = new DockerHostAgent(parts, new HostStatus(options.statusFile()));
    try {
      parts.docker().reconcile();
    } catch (UnsupportedHostException e) {
      if (!parts.docker().hasInstallRecord()) {
        agent.close();
        throw e;
      }
    }
    parts.socket().reconcile();
    agent.report();
    var _ =
        agent.clock.scheduleWithFixedDelay(
            agent::reconcile, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    return agent;
  }

  private void reconcile() {
    try {
      boolean changed = parts.policies().reloadIfChanged();
      parts.images().refresh();
      if (full.isDue() || changed) {
        parts.docker().reconcile();
      }
      parts.socket().reconcile();
      report();
    } catch (UnsupportedHostException e) {
      report();
    } catch (RuntimeException e) {
      LOG.error("a look at the host failed", e);
    }
  }

  private void report() {
    status.write(
        parts.policies(),
        parts.images().problems(),
        parts.docker().state(),
        parts.socket().state());
  }

  /** Nothing is uninstalled: a restart or an upgrade is no wish to be rid of it. */
  @Override
  public void close() {
    LOG.info("stopping");
    clock.shutdownNow();
    parts.metrics().ifPresent(MetricsServer::close);
    parts.socket().close();
    parts.sweeper().close();
    parts.images().close();
    try {
      parts.server().close();
    } catch (IOException e) {
      LOG.warn("the socket could not be closed", "error", e.getMessage());
    }
    status.remove();
  }
}
