// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.model.Policy;
import dev.eci.socketproxy.http.CallerIdentifier;
import dev.eci.socketproxy.http.LoggingDecisionRecorder;
import dev.eci.socketproxy.http.PolicyAuthorizer;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.peeridentity.PeerCallerIdentifier;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.policy.PolicyView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds the Docker socket proxy of a Docker host, of a Kubernetes node, and of {@code eci-agent
 * proxy}. They differ in who the callers can be, and in what is evaluated before the policies.
 *
 * @param proc a procfs that shows the processes of the node or host
 */
public record SocketProxyFactory(HostRoot root, Path proc, Metrics metrics) {
  private static final String NATIVE = "io.netty.native.workdir";

  /**
   * Has Netty unpack its native library into {@code directory}, where it is executed. The default,
   * /tmp, is mounted noexec on many hosts.
   */
  public static void unpackIn(Path directory) {
    if (System.getProperty(NATIVE) == null) {
      System.setProperty(NATIVE, directory.toString());
    }
  }

  /** Callers are processes of the host and containers of its Docker Engine. */
  public CallerIdentifier hostCallers(
      Supplier<List<String>> hostProcesses,
      Supplier<Optional<EngineApi>> engine,
      ImageIdentities identities,
      IdRangeOwners owners) {
    return byDescriptor(
        PeerCallerIdentifier.ofDocker(root, proc, hostProcesses, engine, identities, owners));
  }

  /**
   * Callers are pods, and containers that pods created in the node's Docker Engine.
   *
   * @param tasks containerd's directory of bundles
   */
  public CallerIdentifier nodeCallers(
      Supplier<Optional<EngineApi>> engine,
      ImageIdentities identities,
      Supplier<Optional<String>> tasks,
      PolicyView cluster,
      IdRangeOwners owners) {
    return byDescriptor(
        PeerCallerIdentifier.ofNode(
            root, proc, engine, identities, tasks, cluster::namespaceLabels, owners));
  }

  /** Authorizes requests by the policies in force. */
  public static RequestAuthorizer authorizer(
      Supplier<List<Policy>> policies, Supplier<ProxyContext> context) {
    return new PolicyAuthorizer(policies, context, InstantSource.system());
  }

  /**
   * Serves callers by these parts.
   *
   * @param hostProcesses of which the last is in the network namespace of the engine
   */
  public SocketProxyServer create(
      ImageIdentities identities,
      CallerIdentifier callers,
      RequestAuthorizer authorizer,
      Supplier<List<String>> hostProcesses) {
    return new SocketProxyServer(
        root,
        identities,
        callers,
        authorizer,
        new LoggingDecisionRecorder(metrics),
        () -> {
          List<String> processes = hostProcesses.get();
          return proc.resolve(processes.isEmpty() ? "1" : processes.getLast()).resolve("net");
        });
  }

  /** The connection's own descriptor identifies the peer. */
  private static CallerIdentifier byDescriptor(PeerCallerIdentifier peers) {
    return connection -> peers.identify(connection.fd());
  }
}
