package dev.eci.agent;

import dev.eci.agent.caller.Callers;
import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.docker.DockerInstaller;
import dev.eci.agent.docker.Refused;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.host.NosuidPlaces;
import dev.eci.agent.host.ProcessCommands;
import dev.eci.agent.images.AskedIdentities;
import dev.eci.agent.images.HostImages;
import dev.eci.agent.images.Identities;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.log.Log;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.metrics.MetricsServer;
import dev.eci.agent.oci.BindSources;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.NodeNamespaces;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.policyfile.WatchedFile;
import dev.eci.agent.ranges.Ranges;
import dev.eci.agent.ranges.Sweeper;
import dev.eci.agent.runtime.CountedAnswers;
import dev.eci.agent.runtime.RuntimeService;
import dev.eci.agent.runtime.SocketServer;
import dev.eci.agent.runtime.WithoutCri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent of a Docker host without Kubernetes: the same service on the same socket, with policies
 * from a file.
 */
final class HostAgent implements AutoCloseable {
  private static final Log LOG = Log.of(HostAgent.class);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration CONVERSATION = Duration.ofSeconds(15);
  private static final int LOOK_SECONDS = 3;

  /** In passes: containers and configuration are looked at every half minute. */
  private static final int FULL_PASS = 10;

  private final SocketServer server;
  private final WatchedFile policies;
  private final HostImages images;
  private final DockerHost docker;
  private final HostStatus status;
  private final Sweeper sweeper;
  private final HostSocket socket;
  private final Optional<MetricsServer> metrics;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("docker").unstarted(task));

  private int passes;
  private long pid = -1;

  private HostAgent(
      SocketServer server,
      WatchedFile policies,
      HostImages images,
      DockerHost docker,
      HostStatus status,
      Sweeper sweeper,
      HostSocket socket,
      Optional<MetricsServer> metrics) {
    this.server = server;
    this.policies = policies;
    this.images = images;
    this.docker = docker;
    this.status = status;
    this.sweeper = sweeper;
    this.socket = socket;
    this.metrics = metrics;
  }

  /**
   * Serves and installs.
   *
   * @param launcher path of the launcher that is to be installed
   * @throws Refused if this host cannot take our runtime and nothing of ours is on it
   */
  static HostAgent start(HostOptions options, WatchedFile policies, Path launcher)
      throws IOException, Refused {
    HostRoot root = options.root();
    NodeCommands commands = ProcessCommands.direct();
    DockerHost docker =
        DockerHost.of(
            root,
            HostOptions.PROC,
            commands,
            options.locator(),
            new DockerInstaller.Settings(
                options.places(), launcher, options.socket(), Version.text(), options.runtime()),
            () -> policies.state().set().on());
    HostImages images = options.images(policies);
    ImageIdentities identities =
        new AskedIdentities(
            Identities.of(docker::api, images::valid, InstantSource.system()), images);
    Ranges ranges = NodeRanges.open(root, HostOptions.PROC, options.rangePool());
    NodeNamespaces namespaces = new NodeNamespaces(root, HostOptions.PROC, () -> ofTheHost(docker));
    DockerOrigins origins =
        new DockerOrigins(root, HostOptions.PROC, docker::engine, identities::recorded);
    NosuidPlaces nosuid =
        new NosuidPlaces(commands, options.places().launcher(), options.nosuidFile());
    nosuid.restore();
    Metrics metrics = new Metrics();
    NodeMetrics.add(metrics, ranges);
    SocketServer server =
        SocketServer.start(
            root.at(options.socket()),
            CONVERSATION,
            new CountedAnswers(
                new WithoutCri(
                    new RuntimeService(
                        images,
                        new FactsReader(
                            namespaces,
                            new BindSources(root, () -> DockerAliases.of(docker)),
                            origins),
                        new SpecRewrite(
                            ranges,
                            root,
                            HostOptions.PROC,
                            NodeKernel.release(HostOptions.PROC),
                            Optional.of(nosuid)),
                        PATIENCE)),
                metrics));
    Sweeper sweeper =
        Sweeper.start(
            (limit, command) -> inEngine(docker).run(limit, command),
            options.places().launcher(),
            ranges,
            Sweeper.USUAL);
    HostSocket socket =
        HostSocket.start(
            root,
            commands,
            options.places().launcher(),
            docker,
            policies,
            origins,
            Callers.ofDocker(
                root, HostOptions.PROC, () -> ofTheHost(docker), docker::api, identities, ranges),
            images,
            identities,
            metrics);
    HostAgent agent =
        new HostAgent(
            server,
            policies,
            images,
            docker,
            new HostStatus(options.statusFile()),
            sweeper,
            socket,
            options.metrics().serve(metrics));
    try {
      docker.pass();
    } catch (Refused e) {
      if (!docker.installedBefore()) {
        agent.close();
        throw e;
      }
    }
    socket.look();
    agent.report();
    var _ =
        agent.clock.scheduleWithFixedDelay(
            agent::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return agent;
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

  private void look() {
    try {
      boolean changed = policies.look();
      images.look();
      passes++;
      if (changed || passes % FULL_PASS == 0 || !docker.state().installed() || dockerdIsNew()) {
        docker.pass();
      }
      socket.look();
      report();
    } catch (Refused e) {
      report();
    } catch (RuntimeException e) {
      LOG.error("a look at the host failed", e);
    }
  }

  /** A dockerd that was started anew reads its file by itself; what it made of it is asked. */
  private boolean dockerdIsNew() {
    long now = docker.dockerd().map(dockerd -> alive(dockerd.pid()) ? dockerd.pid() : 0).orElse(0L);
    boolean other = now != pid;
    pid = now;
    return other;
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private void report() {
    status.write(policies, images.problems(), docker.state(), socket.state());
  }

  /** Nothing is uninstalled: a restart or an upgrade is no wish to be rid of it. */
  @Override
  public void close() {
    LOG.info("stopping");
    clock.shutdownNow();
    metrics.ifPresent(MetricsServer::close);
    socket.close();
    sweeper.close();
    images.close();
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("the socket could not be closed", "error", e.getMessage());
    }
    status.remove();
  }
}
