package dev.eci.agent.service;

import dev.eci.socketproxy.grpc.Grpc;
import dev.eci.socketproxy.http.CallerIdentifier;
import dev.eci.socketproxy.http.EngineLookupService;
import dev.eci.socketproxy.http.EvaluationServices;
import dev.eci.socketproxy.http.LiveIdTranslation;
import dev.eci.socketproxy.http.LoggingDecisionRecorder;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.socketproxy.http.SocketProxy;
import dev.eci.socketproxy.http.UpgradeHandlers;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.takeover.ProxyServer;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The filter before a Docker socket, put together. */
public record SocketProxyFactory(
    HostRoot root,
    ImageIdentities identities,
    CallerIdentifier callers,
    RequestAuthorizer judge,
    LoggingDecisionRecorder ledger)
    implements ProxyServer {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String NATIVE = "io.netty.native.workdir";

  public SocketProxyFactory(
      HostRoot root,
      ImageIdentities identities,
      CallerIdentifier callerIdentifier,
      RequestAuthorizer requestAuthorizer,
      Metrics metrics) {
    this(
        root,
        identities,
        callerIdentifier,
        requestAuthorizer,
        new LoggingDecisionRecorder(metrics));
  }

  /** Told by the connection's own descriptor. */
  public static CallerIdentifier byDescriptor(
      dev.eci.socketproxy.peeridentity.PeerCallerIdentifier peerCallerIdentifier) {
    return connection -> peerCallerIdentifier.identify(connection.fd());
  }

  /**
   * Where Netty's library is unpacked, to be executed from there; /tmp is noexec on many hosts.
   *
   * @param directory that is not
   */
  public static void unpackIn(Path directory) {
    if (System.getProperty(NATIVE) == null) {
      System.setProperty(NATIVE, directory.toString());
    }
  }

  /** On a socket that listens already. */
  @Override
  public AutoCloseable serve(int listening, Path engine) throws IOException {
    return startProxy(
        engine,
        (evaluationServices, upgradeHandlers) ->
            SocketProxy.serve(listening, engine, evaluationServices, callers, upgradeHandlers));
  }

  /** On one of its own. */
  public AutoCloseable listen(SocketProxy.Listen listen, Path engine) throws IOException {
    return startProxy(
        engine,
        (evaluationServices, upgradeHandlers) ->
            SocketProxy.start(listen, engine, evaluationServices, callers, upgradeHandlers));
  }

  private interface Start {
    SocketProxy serve(EvaluationServices evaluationServices, UpgradeHandlers upgradeHandlers)
        throws IOException;
  }

  private AutoCloseable startProxy(Path engine, Start start) throws IOException {
    EngineApi api = new EngineApi(engine, ANSWER);
    EngineLookupService facts = new EngineLookupService(api, root, identities);
    EvaluationServices evaluationServices =
        new EvaluationServices(
            judge,
            facts,
            ledger,
            new LiveIdTranslation(api, root, root.locate(RunPaths.CONTAINERS)));
    SocketProxy proxy = start.serve(evaluationServices, new Grpc(engine, evaluationServices));
    return () -> {
      proxy.close();
      facts.close();
    };
  }
}
