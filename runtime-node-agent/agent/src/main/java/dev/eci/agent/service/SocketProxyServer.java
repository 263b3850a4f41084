// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.socketproxy.grpc.Grpc;
import dev.eci.socketproxy.http.CallerIdentifier;
import dev.eci.socketproxy.http.DecisionRecorder;
import dev.eci.socketproxy.http.EngineLookupService;
import dev.eci.socketproxy.http.EvaluationServices;
import dev.eci.socketproxy.http.LiveIdTranslation;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.socketproxy.http.SocketProxy;
import dev.eci.socketproxy.http.UpgradeHandlers;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.takeover.ProxyServer;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.rundir.RunPaths;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Serves the Docker socket proxy in front of an engine, on whichever socket it is given.
 *
 * @param network directory {@code /proc/PID/net} of a process in the engine's network namespace
 */
public record SocketProxyServer(
    HostRoot root,
    ImageIdentities identities,
    CallerIdentifier callers,
    RequestAuthorizer authorizer,
    DecisionRecorder recorder,
    Supplier<Path> network)
    implements ProxyServer {
  private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(10);

  @Override
  public Closeable serve(int listening, Path engine) throws IOException {
    return start(
        engine,
        (services, upgrades) -> SocketProxy.serve(listening, engine, services, callers, upgrades));
  }

  /** Serves a socket that it creates. */
  public Closeable listen(SocketProxy.Listen listen, Path engine) throws IOException {
    return start(
        engine,
        (services, upgrades) -> SocketProxy.start(listen, engine, services, callers, upgrades));
  }

  private interface Start {
    SocketProxy start(EvaluationServices services, UpgradeHandlers upgrades) throws IOException;
  }

  private Closeable start(Path engine, Start start) throws IOException {
    EngineApi api = new EngineApi(engine, ENGINE_TIMEOUT);
    EngineLookupService lookups = new EngineLookupService(api, root, identities, network);
    EvaluationServices services =
        new EvaluationServices(
            authorizer,
            lookups,
            recorder,
            new LiveIdTranslation(api, root, root.locate(RunPaths.CONTAINERS)));
    SocketProxy proxy = start.start(services, new Grpc(engine, services));
    return () -> {
      proxy.close();
      lookups.close();
    };
  }
}
