package dev.eci.agent.kubernetes;

import dev.eci.agent.DeferredClusterView;
import dev.eci.agent.kube.InformerPolicyView;
import dev.eci.agent.kube.PodEvents;
import dev.eci.agent.kube.SlimKubernetesClient;
import dev.eci.agent.node.NodeAgent;
import dev.eci.agent.service.IdRangePoolLoader;
import dev.eci.agent.service.NodeKernelReader;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.installer.containerd.Containerd;
import dev.eci.installer.containerd.PathAliases;
import dev.eci.installer.containerd.PendingCreations;
import dev.eci.installer.handler.Installer;
import dev.eci.installer.step.InstallPaths;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.runtimeservice.idrange.LeftoverSweeper;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.CriOriginResolver;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.HostNamespaces;
import dev.eci.runtimeservice.oci.PathAliasResolver;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.runtimeservice.server.MetricsHandler;
import dev.eci.runtimeservice.server.NoticeHandler;
import dev.eci.runtimeservice.server.ProtectionCoverage;
import dev.eci.runtimeservice.server.RuntimeService;
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
import java.util.concurrent.atomic.AtomicReference;

/**
 * The agent. The socket comes first: while nobody serves it, pods wait, and all else that happens
 * at a start can happen meanwhile.
 */
public final class KubernetesAgent implements AutoCloseable {
  private static final Log LOG = Log.of(KubernetesAgent.class);
  private static final Path PROC = Path.of("/proc");

  private final LauncherServer server;
  private final KubernetesClient client;
  private final InformerPolicyView cluster;
  private final NodeAgent node;
  private final NodeDockerComponents docker;
  private final PodEvents events;
  private final MetricsServer metrics;
  private final LeftoverSweeper leftoverSweeper;

  /** See the command line. */
  public record Options(
      String nodeName,
      Path hostRoot,
      String socket,
      Path launcher,
      String version,
      InetSocketAddress metrics,
      String rangePool) {}

  private KubernetesAgent(
      LauncherServer server,
      KubernetesClient client,
      InformerPolicyView cluster,
      NodeAgent node,
      NodeDockerComponents docker,
      PodEvents events,
      MetricsServer metrics,
      LeftoverSweeper leftoverSweeper) {
    this.server = server;
    this.client = client;
    this.cluster = cluster;
    this.node = node;
    this.docker = docker;
    this.events = events;
    this.metrics = metrics;
    this.leftoverSweeper = leftoverSweeper;
  }

  public static KubernetesAgent start(Options options) throws IOException {
    HostRoot root = new HostRoot(options.hostRoot());
    HostPidCheck.check(root, PROC);
    FileRangeAllocator fileRangeAllocator = IdRangePoolLoader.open(root, PROC, options.rangePool());
    DeferredClusterView late = new DeferredClusterView();
    AtomicReference<NodeAgent> node = new AtomicReference<>();
    HostNamespaces namespaces = new HostNamespaces(root, PROC);
    FactsReader facts =
        new FactsReader(
            namespaces,
            new PathAliasResolver(
                root, () -> node.get() == null ? PathAliases.USUAL : node.get().aliases()),
            new CriOriginResolver());
    Metrics metrics = new Metrics();
    SpecRewriter rewrite =
        new SpecRewriter(
            fileRangeAllocator, root, PROC, NodeKernelReader.release(PROC), Optional.empty());
    // nothing is decided, so nothing noticed, before the cluster is known
    AtomicReference<PodEvents> events = new AtomicReference<>();
    LauncherServer server =
        LauncherServer.start(
            root.locate(options.socket()),
            RuntimeServiceFactory.CONVERSATION,
            new MetricsHandler(
                new NoticeHandler(
                    new RuntimeService(late, facts, rewrite, RuntimeServiceFactory.PATIENCE),
                    (pod, notice) ->
                        events.get().warn(podOf(pod), notice.reason(), notice.message())),
                metrics));
    KubernetesClient client = SlimKubernetesClient.create();
    events.set(new PodEvents(client, options.nodeName(), InstantSource.system()));
    InformerPolicyView cluster = new InformerPolicyView(client);
    cluster.start();
    late.complete(cluster);
    NodeCommands commands =
        options.hostRoot().equals(Path.of("/"))
            ? ProcessCommands.direct()
            : ProcessCommands.inNode();
    NodeDockerComponents docker =
        new NodeDockerComponents(
            new NodeDockerComponents.Shared(
                root,
                PROC,
                commands,
                late,
                fileRangeAllocator,
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
                new Containerd(root, commands, new PendingCreations(PROC)),
                new ProtectionCoverage(late, InstantSource.system()),
                docker.controller()),
            new Installer.Settings(options.launcher(), options.socket(), options.version()),
            NodeAgent.Pace.USUAL));
    node.get().start();
    NodeMetrics.add(metrics, node.get()::snapshot);
    NodeMetrics.add(metrics, fileRangeAllocator);
    return new KubernetesAgent(
        server,
        client,
        cluster,
        node.get(),
        docker,
        events.get(),
        MetricsServer.start(options.metrics(), metrics),
        LeftoverSweeper.start(
            commands, InstallPaths.LAUNCHER, fileRangeAllocator, LeftoverSweeper.DEFAULT_INTERVAL));
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
    leftoverSweeper.close();
    node.close();
    events.close();
    cluster.close();
    client.close();
  }
}
