package dev.eci.agent.node;

import dev.eci.agent.check.HostInspection;
import dev.eci.agent.cluster.OwnEciNode;
import dev.eci.agent.cluster.OwnNode;
import dev.eci.agent.engine.EngineControl;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.install.Installer;
import dev.eci.agent.install.Places;
import dev.eci.agent.inventory.Inventory;
import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.report.Reporter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;

/** The parts that look after one node, put together. */
public final class NodeAgent implements AutoCloseable {
  private final OwnNode node;
  private final OwnEciNode eciNode;
  private final Lifecycle lifecycle;
  private final Keeper keeper;
  private final KeeperLoop loop;

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
      EngineControl engine,
      Predicate<String> covered,
      DockerBeside docker) {}

  /**
   * How often things happen.
   *
   * @param look between two looks at the node, at most
   * @param report between two writes of the status, at least
   */
  public record Pace(Duration look, Duration report) {
    public static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  public NodeAgent(
      KubernetesClient client, String name, Host host, Installer.Settings settings, Pace pace) {
    InstantSource clock = InstantSource.system();
    node = new OwnNode(client, name, this::wake);
    eciNode = new OwnEciNode(client, name, this::wake);
    lifecycle =
        new Lifecycle(
            host.root(),
            host.proc(),
            host.engine(),
            new HostInspection(host.root(), host.proc(), host.commands(), host.engine()),
            settings);
    keeper =
        new Keeper(
            node,
            eciNode,
            lifecycle,
            host.docker(),
            new Inventory(host.root(), host.proc(), Places.LAUNCHER, host.covered()),
            new Reporter(eciNode::report, clock, pace.report()),
            clock);
    loop = new KeeperLoop(keeper, pace.look());
    host.docker().whenOther(loop::wake);
  }

  public void start() {
    node.start();
    eciNode.start();
    loop.start();
  }

  /** See {@link dev.eci.agent.engine.Aliases}; safe for any thread. */
  public Map<String, String> aliases() {
    return lifecycle.aliases();
  }

  /** Where the engine keeps the bundles of running containers; safe for any thread. */
  public String tasks() {
    return lifecycle.tasks();
  }

  /** What runs, as the last look found it; safe for any thread. */
  public Snapshot snapshot() {
    return keeper.snapshot();
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
