// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.agent.service.InspectionSchedule;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.support.log.Log;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
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

  private final DockerHostComponents components;
  private final HostStatus status;
  private final String version;
  private final InspectionSchedule inspections;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("docker").unstarted(task));

  private DockerHostAgent(DockerHostComponents components, HostSettings settings) {
    this.components = components;
    this.status = settings.status();
    this.version = settings.installer().version();
    this.inspections = new InspectionSchedule(components.docker());
  }

  /**
   * Serves and installs.
   *
   * @param images the policies with the digests of the images that they list
   * @throws UnsupportedHostException if this host cannot run eci and nothing of ECI is on it
   */
  public static DockerHostAgent start(
      HostSettings settings, PolicyFileWatcher policies, HostPolicies images)
      throws IOException, UnsupportedHostException {
    DockerHostComponents components = DockerHostComponents.start(settings, policies, images);
    DockerHostAgent agent = new DockerHostAgent(components, settings);
    try {
      components.docker().reconcile();
    } catch (UnsupportedHostException e) {
      if (!components.docker().hasInstallRecord()) {
        agent.close();
        throw e;
      }
    }
    components.socket().reconcile();
    agent.report();
    var _ =
        agent.clock.scheduleWithFixedDelay(
            agent::reconcile, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    return agent;
  }

  private void reconcile() {
    try {
      boolean changed = components.policies().reloadIfChanged();
      components.images().refresh();
      if (inspections.isDue() || changed) {
        components.docker().reconcile();
      }
      components.socket().reconcile();
      report();
    } catch (UnsupportedHostException e) {
      report();
    } catch (RuntimeException e) {
      LOG.error("host reconciliation failed", e);
    }
  }

  private void report() {
    status.write(
        version,
        components.policies(),
        components.images().problems(),
        components.docker().state(),
        components.socket().state());
  }

  /** Uninstalls nothing: the agent also stops for a restart or an upgrade. */
  @Override
  public void close() {
    LOG.info("stopping");
    clock.shutdownNow();
    components.metrics().ifPresent(MetricsServer::close);
    components.socket().close();
    components.sweeper().close();
    components.images().close();
    try {
      components.server().close();
    } catch (IOException e) {
      LOG.warn("cannot close the socket", "error", e.getMessage());
    }
    status.remove();
  }
}
