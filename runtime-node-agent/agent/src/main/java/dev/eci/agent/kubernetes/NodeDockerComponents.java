// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.agent.service.DockerEngineContext;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.installer.handler.Installer;
import dev.eci.installer.step.InstallPaths;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.takeover.ProxyServer;
import dev.eci.socketproxy.takeover.SideSocketServer;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.policy.PolicyView;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Docker on a node, put together: the {@link NodeDockerController}, and the runtime service for
 * dockerd's containers. That service has a socket of its own: nothing in the configuration of a
 * container would show reliably whether containerd or dockerd creates it.
 */
final class NodeDockerComponents implements AutoCloseable {
  private final LauncherServer server;
  private final NodeDockerController controller;

  /**
   * What it shares with the rest of the node's agent.
   *
   * @param installer what is installed for containerd; dockerd gets the same eci-runtime
   * @param tasks containerd's directory of bundles
   */
  record Shared(
      HostRoot root,
      Path proc,
      NodeCommands commands,
      String nodeName,
      Installer.Settings installer,
      PolicyView cluster,
      RuntimeServiceFactory services,
      SocketProxyFactory proxies,
      Supplier<String> tasks) {}

  private NodeDockerComponents(LauncherServer server, NodeDockerController controller) {
    this.server = server;
    this.controller = controller;
  }

  /** Serves dockerd's eci-runtime. Nothing is installed in dockerd yet. */
  static NodeDockerComponents start(Shared shared) throws IOException {
    HostRoot root = shared.root();
    DockerLocator locator =
        DockerLocator.of(
            root,
            shared.proc(),
            List.of(InstallPaths.ROOT, RunPaths.DIRECTORY),
            Optional.empty(),
            Optional.empty());
    DockerInstallation docker =
        DockerInstallation.ofNode(
            root,
            shared.proc(),
            shared.commands(),
            locator,
            new DockerInstaller.Settings(
                NodeDockerRemover.PATHS,
                shared.installer().launcher(),
                RunPaths.DOCKER_AGENT_SOCKET,
                shared.installer().version(),
                "runc"));
    ImageIdentities identities =
        EngineImageIdentities.of(
            docker::api, () -> shared.cluster().policies().valid(), InstantSource.system());
    DockerEngineContext engine =
        DockerEngineContext.ofNode(
            root, shared.proc(), docker, identities, shared.cluster()::namespaceLabels);
    LauncherServer server =
        shared
            .services()
            .serve(
                RunPaths.DOCKER_AGENT_SOCKET,
                shared.services().forDocker(shared.cluster(), engine));
    NodeDockerController controller =
        new NodeDockerController(
            root,
            docker,
            new NodeDockerRemover(root, shared.commands(), locator),
            new SideSocketServer(
                new SocketPaths(root),
                shared.commands(),
                InstallPaths.LAUNCHER,
                proxy(shared, docker, engine)),
            shared.cluster(),
            engine::refresh);
    controller.start();
    return new NodeDockerComponents(server, controller);
  }

  private static ProxyServer proxy(
      Shared shared, DockerInstallation docker, DockerEngineContext engine) {
    return shared
        .proxies()
        .create(
            engine.identities(),
            shared
                .proxies()
                .nodeCallers(
                    docker::api,
                    engine.identities(),
                    () -> Optional.of(shared.tasks().get()),
                    shared.cluster(),
                    shared.services().ranges()),
            new NodeReadinessGuard(
                shared.cluster(),
                () -> DockerSocketStates.unavailableReason(docker.state(), shared.nodeName()),
                SocketProxyFactory.authorizer(
                    () -> shared.cluster().policies().valid(), engine::current)),
            engine::hostProcesses);
  }

  NodeDockerController controller() {
    return controller;
  }

  @Override
  public void close() throws IOException {
    controller.close();
    server.close();
  }
}
