// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.agent.service.DockerEngineContext;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.runtimeservice.idrange.LeftoverSweeper;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.runtimeservice.server.MetricsHandler;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.socketproxy.imageidentity.RefreshingImageIdentities;
import dev.eci.socketproxy.takeover.ProxyServer;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.NosuidMountList;
import dev.eci.support.host.ProcessCommands;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The parts of the agent of a Docker host, put together and serving. */
record DockerHostComponents(
    PolicyFileWatcher policies,
    HostPolicies images,
    DockerInstallation docker,
    HostSocket socket,
    LauncherServer server,
    LeftoverSweeper sweeper,
    Optional<MetricsServer> metrics) {

  /** Starts the services. Nothing is installed yet. */
  static DockerHostComponents start(
      HostSettings settings, PolicyFileWatcher policies, HostPolicies images) throws IOException {
    NodeCommands commands = ProcessCommands.direct();
    DockerInstallation docker =
        DockerInstallation.of(
            settings.root(),
            settings.proc(),
            commands,
            settings.locator(),
            settings.installer(),
            () -> policies.state().set().isEnabled());
    DockerEngineContext engine =
        DockerEngineContext.ofHost(
            settings.root(),
            settings.proc(),
            docker,
            new RefreshingImageIdentities(
                EngineImageIdentities.of(docker::api, images::valid, InstantSource.system()),
                images));
    NosuidMountList nosuid =
        new NosuidMountList(commands, () -> anyLauncher(settings), settings.nosuidFile());
    RuntimeServiceFactory services =
        RuntimeServiceFactory.open(
            settings.root(), settings.proc(), settings.rangePool(), Optional.of(nosuid));
    nosuid.restore();
    Metrics metrics = new Metrics();
    services.addMetrics(metrics);
    LauncherServer server =
        services.serve(
            settings.installer().socket(),
            new MetricsHandler(services.forDocker(images, engine), metrics));
    LeftoverSweeper sweeper =
        services.sweep(
            (limit, command) -> inEngine(docker).run(limit, command), settings.launcher());
    HostSocket socket =
        new HostSocket(
            docker,
            policies,
            engine,
            SocketGuard.start(
                new SocketPaths(settings.root()),
                commands,
                settings.launcher(),
                proxy(settings, docker, engine, images, services, metrics)));
    return new DockerHostComponents(
        policies,
        images,
        docker,
        socket,
        server,
        sweeper,
        HostMetricsServer.start(settings.metricsAddress(), metrics));
  }

  /** Directories are nosuid again before anything is installed, so the packaged file has to do. */
  private static String anyLauncher(HostSettings settings) {
    Path installed = settings.root().root().resolve(settings.launcher().substring(1));
    return (Files.isExecutable(installed) ? installed : settings.installer().image()).toString();
  }

  private static ProxyServer proxy(
      HostSettings settings,
      DockerInstallation docker,
      DockerEngineContext engine,
      HostPolicies images,
      RuntimeServiceFactory services,
      Metrics metrics) {
    // eci-runtime is executed from this directory, so a native library can be, too
    SocketProxyFactory.unpackIn(
        settings.root().root().resolve(settings.launcher().substring(1)).resolveSibling("."));
    SocketProxyFactory proxies = new SocketProxyFactory(settings.root(), settings.proc(), metrics);
    return proxies.create(
        engine.identities(),
        proxies.hostCallers(
            engine::hostProcesses, docker::api, engine.identities(), services.ranges()),
        SocketProxyFactory.authorizer(images::valid, engine::current),
        engine::hostProcesses);
  }

  /** Mounts of containers are in dockerd's mount namespace; without dockerd there are none. */
  private static NodeCommands inEngine(DockerInstallation docker) {
    return docker
        .dockerd()
        .map(dockerd -> ProcessCommands.inMountNamespaceOf(dockerd.pid()))
        .orElseGet(ProcessCommands::direct);
  }
}
