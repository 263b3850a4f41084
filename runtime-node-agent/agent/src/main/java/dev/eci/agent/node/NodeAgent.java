package dev.eci.agent.node;

import dev.eci.agent.inventory.Inventory;
import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.kube.EciNodeClient;
import dev.eci.agent.kube.NodeClient;
import dev.eci.agent.nodestatus.StatusReporter;
import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.handler.Installer;
import dev.eci.installer.preflight.HostFactsReader;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;

/** The parts that look after one node, put together. */
public final class NodeAgent implements AutoCloseable {
  private final NodeClient node;
  private final EciNodeClient eciNode;
  private final InstallLifecycle installLifecycle;
  private final NodeReconciler nodeReconciler;
  private final ReconcileLoop loop;

  /**
   * The node as files, processes and commands.
   *
   * @param proc a procfs that shows the node's processes
   * @param covered whether a policy may ask for the protection of pods in a namespace
   * @param docker what pods that may have Docker's socket get
   */
  public record Host(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      ContainerdControl engine,
      Predicate<String> covered,
      NodeDockerControl docker) {}

  /**
   * How often things happen.
   *
   * @param reconcileInterval between two looks at the node, at most
   * @param reportInterval between two writes of the status, at least
   */
  public record Pace(Duration reconcileInterval, Duration reportInterval) {
    public static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  public NodeAgent(
      KubernetesClient client, String name, Host host, Installer.Settings settings, Pace pace) {
    InstantSource clock = InstantSource.system();
    node = new NodeClient(client, name, this::wake);
    eciNode = new EciNodeClient(client, name, this::wake);
    installLifecycle =
        new InstallLifecycle(
            host.root(),
            host.proc(),
            host.engine(),
            new HostFactsReader(host.root(), host.proc(), host.commands(), host.engine()),
            settings);
    nodeReconciler =
        new NodeReconciler(
            node,
            eciNode,
            installLifecycle,
            host.docker(),
            new Inventory(host.root(), host.proc(), InstallPaths.LAUNCHER, host.covered()),
            new StatusReporter(eciNode::report, clock, pace.reportInterval()),
            clock);
    loop = new ReconcileLoop(nodeReconciler, pace.reconcileInterval());
    host.docker().onChange(loop::wake);
  }

  public void start() {
    node.start();
    eciNode.start();
    loop.start();
  }

  /** See {@link dev.eci.installer.containerd.PathAliases}; safe for any thread. */
  public Map<String, String> aliases() {
    return installLifecycle.aliases();
  }

  /** Where the engine keeps the bundles of running containers; safe for any thread. */
  public String tasks() {
    return installLifecycle.tasks();
  }

  /** What runs, as the last look found it; safe for any thread. */
  public Snapshot snapshot() {
    return nodeReconciler.snapshot();
  }

  private void wake() {
    loop.wake();
  }

  @Override
  public void close() {
    loop.close();
    node.close();
    eciNode.close();
  }
}
