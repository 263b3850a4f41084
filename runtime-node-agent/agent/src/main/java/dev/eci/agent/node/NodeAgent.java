// SPDX-License-Identifier: Apache-2.0
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
import java.util.function.Predicate;

/** The parts that reconcile one node, put together. */
public final class NodeAgent implements AutoCloseable {
  private final NodeClient node;
  private final EciNodeClient eciNode;
  private final NodeReconciler reconciler;
  private final ReconcileLoop loop;

  /**
   * The node as files, processes and commands.
   *
   * @param proc a procfs that shows the node's processes
   * @param paths updated by each inspection
   * @param covered whether a policy might require protection for pods in a namespace
   * @param docker what pods get that may have Docker's socket
   */
  public record Host(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      ContainerdControl containerd,
      ContainerdPaths paths,
      Predicate<String> covered,
      NodeDockerControl docker) {}

  /**
   * How often things happen.
   *
   * @param reconcileInterval between two reconciliations, at most
   * @param reportInterval between two writes of the status, at least
   */
  public record Pace(Duration reconcileInterval, Duration reportInterval) {
    public static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  /** Watches and changes nothing before {@link #start()}. */
  public NodeAgent(
      KubernetesClient client, String name, Host host, Installer.Settings settings, Pace pace) {
    InstantSource clock = InstantSource.system();
    WakeSignal signal = new WakeSignal();
    node = new NodeClient(client, name, signal::send);
    eciNode = new EciNodeClient(client, name, signal::send);
    host.docker().onChange(signal::send);
    InstallLifecycle lifecycle =
        new InstallLifecycle(
            host.root(),
            host.proc(),
            host.containerd(),
            host.paths(),
            new HostFactsReader(host.root(), host.proc(), host.commands(), host.containerd()),
            settings);
    reconciler =
        new NodeReconciler(
            node,
            eciNode,
            lifecycle,
            host.docker(),
            new Inventory(host.root(), host.proc(), InstallPaths.LAUNCHER, host.covered()),
            new StatusReporter(eciNode::report, clock, pace.reportInterval()),
            clock);
    loop = new ReconcileLoop(reconciler, signal, pace.reconcileInterval());
  }

  public void start() {
    node.start();
    eciNode.start();
    loop.start();
  }

  /** Running containers, as the last reconciliation found them; safe for any thread. */
  public Snapshot snapshot() {
    return reconciler.snapshot();
  }

  @Override
  public void close() {
    loop.close();
    node.close();
    eciNode.close();
  }
}
