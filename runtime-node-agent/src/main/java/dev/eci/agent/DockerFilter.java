package dev.eci.agent;

import dev.eci.agent.docker.EngineApi;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.images.ImageIdentities;
import dev.eci.agent.metrics.Metrics;
import dev.eci.agent.proxy.Callers;
import dev.eci.agent.proxy.Deciding;
import dev.eci.agent.proxy.EngineFacts;
import dev.eci.agent.proxy.Judge;
import dev.eci.agent.proxy.LoggedDecisions;
import dev.eci.agent.proxy.Protocols;
import dev.eci.agent.proxy.RunningTranslation;
import dev.eci.agent.proxy.SocketProxy;
import dev.eci.agent.proxy.grpc.Grpc;
import dev.eci.agent.takeover.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The filter before a Docker socket, put together. */
record DockerFilter(
    HostRoot root, ImageIdentities identities, Callers callers, Judge judge, LoggedDecisions ledger)
    implements SocketServer {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String NATIVE = "io.netty.native.workdir";
  private static final String STATES = "/run/eci/containers";

  DockerFilter(
      HostRoot root, ImageIdentities identities, Callers callers, Judge judge, Metrics metrics) {
    this(root, identities, callers, judge, new LoggedDecisions(metrics));
  }

  /** Told by the connection's own descriptor. */
  static Callers byDescriptor(dev.eci.agent.caller.Callers callers) {
    return connection -> callers.of(connection.fd());
  }

  /**
   * Where Netty's library is unpacked, to be executed from there; /tmp is noexec on many hosts.
   *
   * @param directory that is not
   */
  static void unpackIn(Path directory) {
    if (System.getProperty(NATIVE) == null) {
      System.setProperty(NATIVE, directory.toString());
    }
  }

  /** On a socket that listens already. */
  @Override
  public AutoCloseable serve(int listening, Path engine) throws IOException {
    return begin(
        engine,
        (deciding, protocols) ->
            SocketProxy.serve(listening, engine, deciding, callers, protocols));
  }

  /** On one of its own. */
  AutoCloseable listen(SocketProxy.Listen listen, Path engine) throws IOException {
    return begin(
        engine,
        (deciding, protocols) -> SocketProxy.start(listen, engine, deciding, callers, protocols));
  }

  private interface Start {
    SocketProxy with(Deciding deciding, Protocols protocols) throws IOException;
  }

  private AutoCloseable begin(Path engine, Start start) throws IOException {
    EngineApi api = new EngineApi(engine, ANSWER);
    EngineFacts facts = new EngineFacts(api, root, identities);
    Deciding deciding =
        new Deciding(judge, facts, ledger, new RunningTranslation(api, root, root.at(STATES)));
    SocketProxy proxy = start.with(deciding, new Grpc(engine, deciding));
    return () -> {
      proxy.close();
      facts.close();
    };
  }
}
