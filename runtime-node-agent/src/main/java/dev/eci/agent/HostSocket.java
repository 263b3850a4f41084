package dev.eci.agent;

import dev.eci.agent.caller.Callers;
import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.images.HostImages;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.policyfile.WatchedFile;
import dev.eci.agent.proxy.PolicyJudge;
import dev.eci.agent.takeover.SocketGuard;
import dev.eci.agent.takeover.SocketPlaces;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The filter before the Docker socket of a host. */
final class HostSocket implements AutoCloseable {
  private static final String RUNTIME = "eci";

  /** Until dockerd was found: what it has by default. */
  private static final Docker.Engine UNKNOWN =
      new Docker.Engine(NodePath.of("/var/lib/docker"), Set.of(), List.of());

  private final DockerHost docker;
  private final WatchedFile policies;
  private final DockerOrigins origins;
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
      ImageIdentities identities,
      Metrics metrics) {
    this.docker = docker;
    this.policies = policies;
    this.origins = origins;
    // where the launcher can be executed, so can a library
    DockerFilter.unpackIn(root.root().resolve(launcher.substring(1)).resolveSibling("."));
    this.guard =
        SocketGuard.start(
            new SocketPlaces(root),
            commands,
            launcher,
            new DockerFilter(
                root,
                identities,
                callers,
                new PolicyJudge(images::valid, () -> setup, InstantSource.system()),
                metrics));
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
      ImageIdentities identities,
      Metrics metrics) {
    return new HostSocket(
        root, commands, launcher, docker, policies, origins, callers, images, identities, metrics);
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

  @Override
  public void close() {
    guard.close();
  }
}
