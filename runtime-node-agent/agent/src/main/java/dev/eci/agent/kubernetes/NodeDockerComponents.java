package dev.eci.agent.kubernetes;

import dev.eci.agent.service.DockerEngineContext;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.installer.step.InstallPaths;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.runtimeservice.oci.DockerOriginResolver;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.runtimeservice.server.CriAnnotationStripper;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.socketproxy.http.PolicyAuthorizer;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.peeridentity.PeerCallerIdentifier;
import dev.eci.socketproxy.takeover.SideSocketServer;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.policy.PolicyView;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Docker on a node, put together: what {@link NodeDockerController} keeps, and the service that
 * dockerd's launcher asks. Which of two launchers asks tells whose containers come; nothing in
 * their configuration could.
 */
final class NodeDockerComponents implements AutoCloseable {
  private final DockerInstallation docker;
  private final LauncherServer server;
  private final NodeDockerController controller;

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
      PolicyView cluster,
      FileRangeAllocator ranges,
      SpecRewriter rewrite,
      Metrics metrics,
      Path launcher,
      String version,
      String node,
      Supplier<Optional<String>> tasks) {}

  NodeDockerComponents(Shared with) throws IOException {
    HostRoot root = with.root();
    DockerLocator locator =
        DockerLocator.of(
            root,
            with.proc(),
            List.of(InstallPaths.ROOT, RunPaths.DIRECTORY),
            Optional.empty(),
            Optional.empty());
    docker =
        DockerInstallation.ofNode(
            root,
            with.proc(),
            with.commands(),
            locator,
            new DockerInstaller.Settings(
                NodeDockerController.PLACES,
                with.launcher(),
                RunPaths.DOCKER_AGENT_SOCKET,
                with.version(),
                "runc"));
    ImageIdentities identities =
        EngineImageIdentities.of(
            docker::api, () -> with.cluster().policies().valid(), InstantSource.system());
    DockerOriginResolver origins =
        new DockerOriginResolver(
            root,
            with.proc(),
            docker::engine,
            identities::recorded,
            Optional.of(with.cluster()::namespaceLabels));
    server =
        LauncherServer.start(
            root.locate(RunPaths.DOCKER_AGENT_SOCKET),
            RuntimeServiceFactory.CONVERSATION,
            new CriAnnotationStripper(
                RuntimeServiceFactory.ofDocker(
                    root,
                    with.proc(),
                    docker,
                    () -> docker.dockerd().stream().map(d -> String.valueOf(d.pid())).toList(),
                    origins,
                    with.cluster(),
                    with.rewrite())));
    DockerEngineContext setup = DockerEngineContext.ofNode(docker, origins);
    SocketProxyFactory filter =
        new SocketProxyFactory(
            root,
            identities,
            SocketProxyFactory.byDescriptor(
                PeerCallerIdentifier.ofNode(
                    root,
                    with.proc(),
                    docker::api,
                    identities,
                    with.tasks(),
                    with.cluster()::namespaceLabels,
                    with.ranges())),
            new NodeReadinessGuard(
                with.cluster(),
                () -> unavailableReason(with.node()),
                new PolicyAuthorizer(
                    () -> with.cluster().policies().valid(),
                    setup::current,
                    InstantSource.system())),
            with.metrics());
    controller =
        new NodeDockerController(
            root,
            with.commands(),
            locator,
            docker,
            new SideSocketServer(
                new SocketPaths(root), with.commands(), InstallPaths.LAUNCHER, filter),
            with.cluster(),
            setup::refresh);
  }

  NodeDockerController controller() {
    return controller;
  }

  private String unavailableReason(String node) {
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
    controller.close();
    server.close();
  }
}
