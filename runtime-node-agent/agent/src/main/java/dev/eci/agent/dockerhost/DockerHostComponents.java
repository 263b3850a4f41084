package dev.eci.agent.dockerhost;

import dev.eci.agent.cli.BuildVersion;
import dev.eci.agent.cli.HostOptions;
import dev.eci.agent.kubernetes.NodeMetrics;
import dev.eci.agent.service.DockerEngineContext;
import dev.eci.agent.service.IdRangePoolLoader;
import dev.eci.agent.service.NodeKernelReader;
import dev.eci.agent.service.RuntimeServiceFactory;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.runtimeservice.idrange.LeftoverSweeper;
import dev.eci.runtimeservice.oci.DockerOriginResolver;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.runtimeservice.server.CriAnnotationStripper;
import dev.eci.runtimeservice.server.LauncherServer;
import dev.eci.runtimeservice.server.MetricsHandler;
import dev.eci.socketproxy.http.PolicyAuthorizer;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.imageidentity.RefreshingImageIdentities;
import dev.eci.socketproxy.peeridentity.PeerCallerIdentifier;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.NosuidMountList;
import dev.eci.support.host.ProcessCommands;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the agent of a Docker host consists of, put together and serving. */
record DockerHostComponents(
    PolicyFileWatcher policies,
    HostPolicies images,
    DockerInstallation docker,
    HostSocket socket,
    LauncherServer server,
    LeftoverSweeper sweeper,
    Optional<MetricsServer> metrics) {

  /**
   * Serves; nothing is installed yet.
   *
   * @param launcher path of the launcher that is to be installed
   */
  static DockerHostComponents start(HostOptions options, PolicyFileWatcher policies, Path launcher)
      throws IOException {
    HostRoot root = options.root();
    Path proc = HostOptions.PROC;
    String installed = options.installPaths().launcher();
    NodeCommands commands = ProcessCommands.direct();
    DockerInstallation docker =
        DockerInstallation.of(
            root,
            proc,
            commands,
            options.locator(),
            new DockerInstaller.Settings(
                options.installPaths(),
                launcher,
                options.socket(),
                BuildVersion.format(),
                options.runtime()),
            () -> policies.state().set().isEnabled());
    HostPolicies images = options.images(policies);
    ImageIdentities identities =
        new RefreshingImageIdentities(
            EngineImageIdentities.of(docker::api, images::valid, InstantSource.system()), images);
    FileRangeAllocator fileRangeAllocator = IdRangePoolLoader.open(root, proc, options.rangePool());
    DockerOriginResolver origins =
        new DockerOriginResolver(root, proc, docker::engine, identities::recorded);
    NosuidMountList nosuid = new NosuidMountList(commands, installed, options.nosuidFile());
    nosuid.restore();
    Metrics metrics = new Metrics();
    NodeMetrics.add(metrics, fileRangeAllocator);
    SpecRewriter rewrite =
        new SpecRewriter(
            fileRangeAllocator, root, proc, NodeKernelReader.release(proc), Optional.of(nosuid));
    LauncherServer server =
        LauncherServer.start(
            root.locate(options.socket()),
            RuntimeServiceFactory.CONVERSATION,
            new MetricsHandler(
                new CriAnnotationStripper(
                    RuntimeServiceFactory.ofDocker(
                        root, proc, docker, () -> ofTheHost(docker), origins, images, rewrite)),
                metrics));
    LeftoverSweeper leftoverSweeper =
        LeftoverSweeper.start(
            (limit, command) -> inEngine(docker).run(limit, command),
            installed,
            fileRangeAllocator,
            LeftoverSweeper.DEFAULT_INTERVAL);
    // where the launcher can be executed, so can a library
    SocketProxyFactory.unpackIn(root.root().resolve(installed.substring(1)).resolveSibling("."));
    DockerEngineContext setup = DockerEngineContext.ofHost(docker, origins);
    SocketProxyFactory filter =
        new SocketProxyFactory(
            root,
            identities,
            SocketProxyFactory.byDescriptor(
                PeerCallerIdentifier.ofDocker(
                    root,
                    proc,
                    () -> ofTheHost(docker),
                    docker::api,
                    identities,
                    fileRangeAllocator)),
            new PolicyAuthorizer(images::valid, setup::current, InstantSource.system()),
            metrics);
    HostSocket socket =
        new HostSocket(
            docker,
            policies,
            setup,
            SocketGuard.start(new SocketPaths(root), commands, installed, filter));
    return new DockerHostComponents(
        policies,
        images,
        docker,
        socket,
        server,
        leftoverSweeper,
        options.metrics().serve(metrics));
  }

  /** Mounts of containers are where dockerd lives; without one there are none. */
  private static NodeCommands inEngine(DockerInstallation docker) {
    return docker
        .dockerd()
        .map(dockerd -> ProcessCommands.inMountNamespaceOf(dockerd.pid()))
        .orElseGet(ProcessCommands::direct);
  }

  /** Processes in the host's namespaces: this one, and the engine. */
  private static List<String> ofTheHost(DockerInstallation docker) {
    return Stream.concat(
            Stream.of("self"), docker.dockerd().stream().map(d -> String.valueOf(d.pid())))
        .toList();
  }
}
