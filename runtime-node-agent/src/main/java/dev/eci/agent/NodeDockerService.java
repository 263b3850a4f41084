package dev.eci.agent;

import dev.eci.agent.caller.Callers;
import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.docker.DockerInstaller;
import dev.eci.agent.docker.DockerLocator;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.images.Identities;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.install.Places;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.proxy.PolicyJudge;
import dev.eci.agent.ranges.Ranges;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.agent.runtime.SocketServer;
import dev.eci.agent.runtime.WithoutCri;
import dev.eci.agent.takeover.SocketBeside;
import dev.eci.agent.takeover.SocketPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Docker on a node, put together: what {@link NodeDocker} keeps, and the service that dockerd's
 * launcher asks. Which of two launchers asks tells whose containers come; nothing in their
 * configuration could.
 */
final class NodeDockerService implements AutoCloseable {
  private static final String SOCKET = "/run/eci/docker-agent.sock";

  private final DockerHost docker;
  private final SocketServer server;
  private final NodeDocker kept;

  /**
   * What it shares with the node's other service.
   *
   * @param launcher path in the agent's own image
   * @param tasks containerd's directory of bundles; empty while containerd is not found
   */
  record Shared(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      ClusterView cluster,
      Ranges ranges,
      SpecRewrite rewrite,
      Metrics metrics,
      Path launcher,
      String version,
      String node,
      Supplier<Optional<String>> tasks) {}

  NodeDockerService(Shared with) throws IOException {
    HostRoot root = with.root();
    DockerLocator locator =
        DockerLocator.of(
            root,
            with.proc(),
            List.of(Places.ROOT, "/run/eci"),
            Optional.empty(),
            Optional.empty());
    docker =
        DockerHost.ofNode(
            root,
            with.proc(),
            with.commands(),
            locator,
            new DockerInstaller.Settings(
                NodeDocker.PLACES, with.launcher(), SOCKET, with.version(), "runc"));
    ImageIdentities identities =
        Identities.of(docker::api, () -> with.cluster().policies().valid(), InstantSource.system());
    DockerOrigins origins =
        new DockerOrigins(
            root,
            with.proc(),
            docker::engine,
            identities::recorded,
            Optional.of(with.cluster()::namespaceLabels));
    server =
        SocketServer.start(
            root.at(SOCKET),
            LauncherService.CONVERSATION,
            new WithoutCri(
                LauncherService.ofDocker(
                    root,
                    with.proc(),
                    docker,
                    () -> docker.dockerd().stream().map(d -> String.valueOf(d.pid())).toList(),
                    origins,
                    with.cluster(),
                    with.rewrite())));
    EngineSetup setup = EngineSetup.ofNode(docker, origins);
    DockerFilter filter =
        new DockerFilter(
            root,
            identities,
            DockerFilter.byDescriptor(
                Callers.ofNode(
                    root,
                    with.proc(),
                    docker::api,
                    identities,
                    with.tasks(),
                    with.cluster()::namespaceLabels,
                    with.ranges())),
            new NodeJudge(
                with.cluster(),
                () -> away(with.node()),
                new PolicyJudge(
                    () -> with.cluster().policies().valid(), setup::now, InstantSource.system())),
            with.metrics());
    kept =
        new NodeDocker(
            root,
            with.commands(),
            locator,
            docker,
            new SocketBeside(new SocketPlaces(root), with.commands(), Places.LAUNCHER, filter),
            with.cluster(),
            setup::look);
  }

  NodeDocker kept() {
    return kept;
  }

  private String away(String node) {
    if (docker.state().installed()) {
      return "";
    }
    return docker.state().pid() == 0
        ? "no dockerd runs on node \"%s\", so that nothing can answer here; start one there, or run this pod on a node whose EciNode has the condition DockerSocket."
            .formatted(node)
        : "nothing is passed on to the dockerd of node \"%s\": %s"
            .formatted(node, docker.state().problem());
  }

  @Override
  public void close() throws IOException {
    kept.close();
    server.close();
  }
}
