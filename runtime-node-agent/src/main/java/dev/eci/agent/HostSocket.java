package dev.eci.agent;

import dev.eci.agent.caller.Callers;
import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.docker.EngineApi;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.images.HostImages;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.policyfile.WatchedFile;
import dev.eci.agent.proxy.Deciding;
import dev.eci.agent.proxy.EngineFacts;
import dev.eci.agent.proxy.LoggedDecisions;
import dev.eci.agent.proxy.PolicyJudge;
import dev.eci.agent.proxy.RunningTranslation;
import dev.eci.agent.proxy.SocketProxy;
import dev.eci.agent.proxy.grpc.Grpc;
import dev.eci.agent.takeover.SocketGuard;
import dev.eci.agent.takeover.SocketPlaces;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The filter before the Docker socket of a host. */
final class HostSocket implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String RUNTIME = "eci";
  private static final String NATIVE = "io.netty.native.workdir";
  private static final String STATES = "/run/eci/containers";

  /** Until dockerd was found: what it has by default. */
  private static final Docker.Engine UNKNOWN =
      new Docker.Engine(NodePath.of("/var/lib/docker"), Set.of(), List.of());

  private final HostRoot root;
  private final DockerHost docker;
  private final WatchedFile policies;
  private final DockerOrigins origins;
  private final Callers callers;
  private final HostImages images;
  private final ImageIdentities identities;
  private final SocketGuard guard;
  private volatile Setup setup = new Setup(RUNTIME, UNKNOWN, Setup.LARGEST_BODY);

  /**
   * How the socket is.
   *
   * @param path Docker's public one; empty while none is known, or protection is off
   * @param filtered whether who connects there is filtered
   * @param problem why not; empty if it is
   * @param unfiltered other addresses at which the engine listens
   */
  record State(String path, boolean filtered, String problem, List<String> unfiltered) {}

  private HostSocket(
      HostRoot root,
      NodeCommands commands,
      String launcher,
      DockerHost docker,
      WatchedFile policies,
      DockerOrigins origins,
      Callers callers,
      HostImages images,
      ImageIdentities identities) {
    this.root = root;
    this.docker = docker;
    this.policies = policies;
    this.origins = origins;
    this.callers = callers;
    this.images = images;
    this.identities = identities;
    // where the launcher can be executed, so can Netty's library; /tmp is noexec on many hosts
    if (System.getProperty(NATIVE) == null) {
      System.setProperty(
          NATIVE, String.valueOf(root.root().resolve(launcher.substring(1)).getParent()));
    }
    this.guard = SocketGuard.start(new SocketPlaces(root), commands, launcher, this::serve);
  }

  static HostSocket start(
      HostRoot root,
      NodeCommands commands,
      String launcher,
      DockerHost docker,
      WatchedFile policies,
      DockerOrigins origins,
      Callers callers,
      HostImages images,
      ImageIdentities identities) {
    return new HostSocket(
        root, commands, launcher, docker, policies, origins, callers, images, identities);
  }

  /** Looks which socket is to be filtered; a dockerd that is away for a moment changes nothing. */
  void look() {
    if (!policies.state().set().on()) {
      guard.guard(Optional.empty());
      return;
    }
    docker
        .engine()
        .ifPresent(engine -> {
          try {
            setup = new Setup(RUNTIME, origins.places(engine), Setup.LARGEST_BODY);
          } catch (IOException | IllegalArgumentException e) {
            // what was known of it goes on to hold
          }
        });
    // the launcher that keeps the socket has to be installed first
    if (docker.state().installed() && docker.publicSocket().isPresent()) {
      guard.guard(docker.publicSocket());
    }
  }

  State state() {
    SocketGuard.State now = guard.state();
    return new State(now.path(), now.filtered(), now.problem(), docker.otherSockets());
  }

  private AutoCloseable serve(int listening, Path engine) throws IOException {
    EngineApi api = new EngineApi(engine, ANSWER);
    EngineFacts facts = new EngineFacts(api, root, identities);
    Deciding deciding =
        new Deciding(
            new PolicyJudge(images::valid, () -> setup, InstantSource.system()),
            facts,
            new LoggedDecisions(new Metrics()),
            new RunningTranslation(api, root, root.at(STATES)));
    SocketProxy proxy =
        SocketProxy.serve(
            listening,
            engine,
            deciding,
            connection -> callers.of(connection.fd()),
            new Grpc(engine, deciding));
    return () -> {
      proxy.close();
      facts.close();
    };
  }

  @Override
  public void close() {
    guard.close();
  }
}
