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
import dev.eci.agent.oci.BindSources;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.NodeNamespaces;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.proxy.PolicyJudge;
import dev.eci.agent.ranges.Ranges;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.agent.runtime.RuntimeService;
import dev.eci.agent.runtime.SocketServer;
import dev.eci.agent.runtime.WithoutCri;
import dev.eci.agent.takeover.SocketBeside;
import dev.eci.agent.takeover.SocketPlaces;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.docker.create.ProtectedBuilds;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Docker on a node, put together: what {@link NodeDocker} keeps, and the service that dockerd's
 * launcher asks. Which of two launchers asks tells whose containers come; nothing in their
 * configuration could.
 */
final class NodeDockerService implements AutoCloseable {
  private static final String SOCKET = "/run/eci/docker-agent.sock";
  private static final String RUNTIME = "eci";
  private static final Duration CONVERSATION = Duration.ofSeconds(15);

  /** Until dockerd was found: what it has by default. */
  private static final Docker.Engine UNKNOWN =
      new Docker.Engine(NodePath.of("/var/lib/docker"), Set.of(), List.of(), true);

  private final DockerHost docker;
  private final DockerOrigins origins;
  private final SocketServer server;
  private final NodeDocker kept;
  private volatile Setup setup =
      new Setup(RUNTIME, UNKNOWN, Setup.LARGEST_BODY, ProtectedBuilds.NONE);

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
      Duration patience,
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
    origins =
        new DockerOrigins(
            root,
            with.proc(),
            docker::engine,
            identities::recorded,
            Optional.of(with.cluster()::namespaceLabels));
    server = SocketServer.start(root.at(SOCKET), CONVERSATION, new WithoutCri(service(with)));
    DockerFilter filter =
        new DockerFilter(
            root,
            identities,
            Callers.ofNode(
                root,
                with.proc(),
                docker::api,
                identities,
                with.tasks(),
                with.cluster()::namespaceLabels,
                with.ranges()),
            new NodeJudge(
                with.cluster(),
                () -> away(with.node()),
                new PolicyJudge(
                    () -> with.cluster().policies().valid(), () -> setup, InstantSource.system())),
            with.metrics());
    kept =
        new NodeDocker(
            root,
            with.commands(),
            locator,
            docker,
            new SocketBeside(new SocketPlaces(root), with.commands(), Places.LAUNCHER, filter),
            with.cluster(),
            this::look);
  }

  private RuntimeService service(Shared with) {
    return new RuntimeService(
        with.cluster(),
        new FactsReader(
            new NodeNamespaces(
                with.root(),
                with.proc(),
                () -> docker.dockerd().stream().map(d -> String.valueOf(d.pid())).toList()),
            new BindSources(with.root(), () -> DockerAliases.of(docker)),
            origins),
        with.rewrite(),
        with.patience());
  }

  NodeDocker kept() {
    return kept;
  }

  private void look() {
    docker
        .engine()
        .ifPresent(engine -> {
          try {
            setup =
                new Setup(
                    RUNTIME,
                    origins.places(engine),
                    Setup.LARGEST_BODY,
                    docker.buildsProtected() ? ProtectedBuilds.OF_BUILDKIT : ProtectedBuilds.NONE);
          } catch (IOException | IllegalArgumentException e) {
            // what was known of it goes on to hold
          }
        });
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
