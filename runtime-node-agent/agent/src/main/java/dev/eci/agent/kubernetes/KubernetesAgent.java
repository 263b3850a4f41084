// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.agent.kube.InformerPolicyView;
import dev.eci.agent.kube.PodEvents;
import dev.eci.agent.kube.SlimKubernetesClient;
import dev.eci.agent.node.ContainerdPaths;
import dev.eci.agent.node.NodeAgent;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.installer.containerd.Containerd;
import dev.eci.installer.containerd.PendingCreations;
import dev.eci.installer.handler.Installer;
import dev.eci.installer.step.InstallPaths;
import dev.eci.runtimeservice.idrange.LeftoverSweeper;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.runtimeservice.server.MetricsHandler;
import dev.eci.runtimeservice.server.ProtectionCoverage;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.ProcessCommands;
import dev.eci.support.log.Log;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The agent of a Kubernetes node. The socket is served first: pods wait while it is not, and a
 * create waits for the policies, which are watched last.
 */
public final class KubernetesAgent implements AutoCloseable {
  private static final Log LOG = Log.of(KubernetesAgent.class);
  private static final Path PROC = Path.of("/proc");

  private final KubernetesClient client;
  private final PodEvents events;
  private final InformerPolicyView cluster;
  private final LauncherServer server;
  private final NodeDockerComponents docker;
  private final NodeAgent node;
  private final MetricsServer metrics;
  private final LeftoverSweeper sweeper;

  /**
   * What the command line says.
   *
   * @param installer what is installed on the node
   * @param metrics where Prometheus scrapes the agent
   * @param rangePool pool of UIDs and GIDs for containers, BASE:COUNT; empty for the default
   */
  public record Options(
      String nodeName,
      Path hostRoot,
      Installer.Settings installer,
      InetSocketAddress metrics,
      String rangePool) {}

  private KubernetesAgent(Options options) throws IOException {
    HostRoot root = new HostRoot(options.hostRoot());
    HostPidCheck.check(root, PROC);
    NodeCommands commands =
        options.hostRoot().equals(Path.of("/"))
            ? ProcessCommands.direct()
            : ProcessCommands.inNode();
    events = new PodEvents(options.nodeName(), InstantSource.system());
    cluster = new InformerPolicyView();
    ContainerdPaths paths = new ContainerdPaths();
    Metrics counters = new Metrics();
    RuntimeServiceFactory services =
        RuntimeServiceFactory.open(root, PROC, options.rangePool(), Optional.empty());
    services.addMetrics(counters);
    server =
        services.serve(
            options.installer().socket(),
            new MetricsHandler(
                services.forContainerd(
                    cluster,
                    paths::aliases,
                    (container, notice) ->
                        events.warn(podOf(container), notice.reason(), notice.message())),
                counters));
    docker =
        NodeDockerComponents.start(
            new NodeDockerComponents.Shared(
                root,
                PROC,
                commands,
                options.nodeName(),
                options.installer(),
                cluster,
                services,
                new SocketProxyFactory(root, PROC, counters),
                paths::tasks));
    client = SlimKubernetesClient.create();
    node =
        new NodeAgent(
            client,
            options.nodeName(),
            new NodeAgent.Host(
                root,
                PROC,
                commands,
                new Containerd(root, commands, new PendingCreations(PROC)),
                paths,
                new ProtectionCoverage(cluster, InstantSource.system()),
                docker.controller()),
            options.installer(),
            NodeAgent.Pace.USUAL);
    NodeMetrics.add(counters, node::snapshot);
    events.start(client);
    cluster.start(client);
    node.start();
    metrics = MetricsServer.start(options.metrics(), counters);
    sweeper = services.sweep(commands, InstallPaths.LAUNCHER);
  }

  /** Serves, installs, and reconciles until it is closed. */
  public static KubernetesAgent start(Options options) throws IOException {
    return new KubernetesAgent(options);
  }

  private static PodEvents.Pod podOf(CriAnnotations container) {
    return new PodEvents.Pod(container.podNamespace(), container.podName(), container.podUid());
  }

  /** Uninstalls nothing: the agent also stops for an upgrade or a restart. */
  @Override
  public void close() {
    LOG.info("stopping");
    try {
      server.close();
      docker.close();
    } catch (IOException e) {
      LOG.warn("cannot close the socket", "error", e.getMessage());
    }
    metrics.close();
    sweeper.close();
    node.close();
    events.close();
    cluster.close();
    client.close();
  }
}
