package dev.eci.agent;

import dev.eci.agent.caller.Callers;
import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.docker.DockerInstaller;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.host.NosuidPlaces;
import dev.eci.agent.host.ProcessCommands;
import dev.eci.agent.images.AskedIdentities;
import dev.eci.agent.images.HostImages;
import dev.eci.agent.images.Identities;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.metrics.MetricsServer;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.policyfile.WatchedFile;
import dev.eci.agent.proxy.PolicyJudge;
import dev.eci.agent.ranges.Ranges;
import dev.eci.agent.ranges.Sweeper;
import dev.eci.agent.runtime.CountedAnswers;
import dev.eci.agent.runtime.SocketServer;
import dev.eci.agent.runtime.WithoutCri;
import dev.eci.agent.takeover.SocketGuard;
import dev.eci.agent.takeover.SocketPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the agent of a Docker host consists of, put together and serving. */
record HostParts(
    WatchedFile policies,
    HostImages images,
    DockerHost docker,
    HostSocket socket,
    SocketServer server,
    Sweeper sweeper,
    Optional<MetricsServer> metrics) {

  /**
   * Serves; nothing is installed yet.
   *
   * @param launcher path of the launcher that is to be installed
   */
  static HostParts start(HostOptions options, WatchedFile policies, Path launcher)
      throws IOException {
    HostRoot root = options.root();
    Path proc = HostOptions.PROC;
    String installed = options.places().launcher();
    NodeCommands commands = ProcessCommands.direct();
    DockerHost docker =
        DockerHost.of(
            root,
            proc,
            commands,
            options.locator(),
            new DockerInstaller.Settings(
                options.places(), launcher, options.socket(), Version.text(), options.runtime()),
            () -> policies.state().set().on());
    HostImages images = options.images(policies);
    ImageIdentities identities =
        new AskedIdentities(
            Identities.of(docker::api, images::valid, InstantSource.system()), images);
    Ranges ranges = NodeRanges.open(root, proc, options.rangePool());
    DockerOrigins origins = new DockerOrigins(root, proc, docker::engine, identities::recorded);
    NosuidPlaces nosuid = new NosuidPlaces(commands, installed, options.nosuidFile());
    nosuid.restore();
    Metrics metrics = new Metrics();
    NodeMetrics.add(metrics, ranges);
    SpecRewrite rewrite =
        new SpecRewrite(ranges, root, proc, NodeKernel.release(proc), Optional.of(nosuid));
    SocketServer server =
        SocketServer.start(
            root.at(options.socket()),
            LauncherService.CONVERSATION,
            new CountedAnswers(
                new WithoutCri(
                    LauncherService.ofDocker(
                        root, proc, docker, () -> ofTheHost(docker), origins, images, rewrite)),
                metrics));
    Sweeper sweeper =
        Sweeper.start(
            (limit, command) -> inEngine(docker).run(limit, command),
            installed,
            ranges,
            Sweeper.USUAL);
    // where the launcher can be executed, so can a library
    DockerFilter.unpackIn(root.root().resolve(installed.substring(1)).resolveSibling("."));
    EngineSetup setup = EngineSetup.ofHost(docker, origins);
    DockerFilter filter =
        new DockerFilter(
            root,
            identities,
            DockerFilter.byDescriptor(
                Callers.ofDocker(
                    root, proc, () -> ofTheHost(docker), docker::api, identities, ranges)),
            new PolicyJudge(images::valid, setup::now, InstantSource.system()),
            metrics);
    HostSocket socket =
        new HostSocket(
            docker,
            policies,
            setup,
            SocketGuard.start(new SocketPlaces(root), commands, installed, filter));
    return new HostParts(
        policies, images, docker, socket, server, sweeper, options.metrics().serve(metrics));
  }

  /** Mounts of containers are where dockerd lives; without one there are none. */
  private static NodeCommands inEngine(DockerHost docker) {
    return docker
        .dockerd()
        .map(dockerd -> ProcessCommands.inMountNamespaceOf(dockerd.pid()))
        .orElseGet(ProcessCommands::direct);
  }

  /** Processes in the host's namespaces: this one, and the engine. */
  private static List<String> ofTheHost(DockerHost docker) {
    return Stream.concat(
            Stream.of("self"), docker.dockerd().stream().map(d -> String.valueOf(d.pid())))
        .toList();
  }
}
