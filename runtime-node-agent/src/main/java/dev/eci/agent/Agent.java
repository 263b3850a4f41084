package dev.eci.agent;

import dev.eci.agent.cluster.PodEvents;
import dev.eci.agent.cluster.SmallClient;
import dev.eci.agent.cluster.WatchedCluster;
import dev.eci.agent.engine.Aliases;
import dev.eci.agent.engine.Containerd;
import dev.eci.agent.engine.Creations;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.host.ProcessCommands;
import dev.eci.agent.install.Installer;
import dev.eci.agent.install.Places;
import dev.eci.agent.log.Log;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.metrics.MetricsServer;
import dev.eci.agent.node.NodeAgent;
import dev.eci.agent.oci.BindSources;
import dev.eci.agent.oci.CriAnnotations;
import dev.eci.agent.oci.CriOrigins;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.NodeNamespaces;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.ranges.Ranges;
import dev.eci.agent.ranges.Sweeper;
import dev.eci.agent.runtime.CountedAnswers;
import dev.eci.agent.runtime.Covered;
import dev.eci.agent.runtime.RuntimeService;
import dev.eci.agent.runtime.SocketServer;
import dev.eci.agent.runtime.ToldNotices;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The agent. The socket comes first: while nobody serves it, pods wait, and all else that happens
 * at a start can happen meanwhile.
 */
final class Agent implements AutoCloseable {
  private static final Log LOG = Log.of(Agent.class);
  private static final Path PROC = Path.of("/proc");

  private final SocketServer server;
  private final KubernetesClient client;
  private final WatchedCluster cluster;
  private final NodeAgent node;
  private final NodeDockerService docker;
  private final PodEvents events;
  private final MetricsServer metrics;
  private final Sweeper sweeper;

  /** See the command line. */
  record Options(
      String nodeName,
      Path hostRoot,
      String socket,
      Path launcher,
      String version,
      InetSocketAddress metrics,
      String rangePool) {}

  private Agent(
      SocketServer server,
      KubernetesClient client,
      WatchedCluster cluster,
      NodeAgent node,
      NodeDockerService docker,
      PodEvents events,
      MetricsServer metrics,
      Sweeper sweeper) {
    this.server = server;
    this.client = client;
    this.cluster = cluster;
    this.node = node;
    this.docker = docker;
    this.events = events;
    this.metrics = metrics;
    this.sweeper = sweeper;
  }

  static Agent start(Options options) throws IOException {
    HostRoot root = new HostRoot(options.hostRoot());
    NodeProcesses.check(root, PROC);
    Ranges ranges = NodeRanges.open(root, PROC, options.rangePool());
    LateCluster late = new LateCluster();
    AtomicReference<NodeAgent> node = new AtomicReference<>();
    NodeNamespaces namespaces = new NodeNamespaces(root, PROC);
    FactsReader facts =
        new FactsReader(
            namespaces,
            new BindSources(root, () -> node.get() == null ? Aliases.USUAL : node.get().aliases()),
            new CriOrigins());
    Metrics metrics = new Metrics();
    SpecRewrite rewrite =
        new SpecRewrite(ranges, root, PROC, NodeKernel.release(PROC), Optional.empty());
    // nothing is decided, so nothing noticed, before the cluster is known
    AtomicReference<PodEvents> events = new AtomicReference<>();
    SocketServer server =
        SocketServer.start(
            root.at(options.socket()),
            LauncherService.CONVERSATION,
            new CountedAnswers(
                new ToldNotices(
                    new RuntimeService(late, facts, rewrite, LauncherService.PATIENCE),
                    (pod, notice) ->
                        events.get().warn(podOf(pod), notice.reason(), notice.message())),
                metrics));
    KubernetesClient client = SmallClient.create();
    events.set(new PodEvents(client, options.nodeName(), InstantSource.system()));
    WatchedCluster cluster = new WatchedCluster(client);
    cluster.start();
    late.is(cluster);
    NodeCommands commands =
        options.hostRoot().equals(Path.of("/"))
            ? ProcessCommands.direct()
            : ProcessCommands.inNode();
    NodeDockerService docker =
        new NodeDockerService(
            new NodeDockerService.Shared(
                root,
                PROC,
                commands,
                late,
                ranges,
                rewrite,
                metrics,
                options.launcher(),
                options.version(),
                options.nodeName(),
                () -> Optional.ofNullable(node.get()).map(NodeAgent::tasks)));
    node.set(
        new NodeAgent(
            client,
            options.nodeName(),
            new NodeAgent.Host(
                root,
                PROC,
                commands,
                new Containerd(root, commands, new Creations(PROC)),
                new Covered(late, InstantSource.system()),
                docker.kept()),
            new Installer.Settings(options.launcher(), options.socket(), options.version()),
            NodeAgent.Pace.USUAL));
    node.get().start();
    NodeMetrics.add(metrics, node.get()::snapshot);
    NodeMetrics.add(metrics, ranges);
    return new Agent(
        server,
        client,
        cluster,
        node.get(),
        docker,
        events.get(),
        MetricsServer.start(options.metrics(), metrics),
        Sweeper.start(commands, Places.LAUNCHER, ranges, Sweeper.USUAL));
  }

  private static PodEvents.Pod podOf(CriAnnotations container) {
    return new PodEvents.Pod(container.podNamespace(), container.podName(), container.podUid());
  }

  /** Nothing is uninstalled: an upgrade or a restart is no wish to be rid of it. */
  @Override
  public void close() {
    LOG.info("stopping");
    try {
      server.close();
      docker.close();
    } catch (IOException e) {
      LOG.warn("the socket could not be closed", "error", e.getMessage());
    }
    metrics.close();
    sweeper.close();
    node.close();
    events.close();
    cluster.close();
    client.close();
  }
}
