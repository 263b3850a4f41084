package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import dev.eci.support.log.Log;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Listens on a socket in the engine's place. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
public final class SocketProxy implements AutoCloseable {
  private static final Log LOG = Log.of(SocketProxy.class);
  private static final int BACKLOG = 4096;

  /** Each costs two descriptors and some KiB. */
  private static final int MOST_CONNECTIONS = 4096;

  private final Transport transport;
  private final ListenSocket listenSocket;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ProxyServices proxyServices;
  private Channel server;

  /**
   * Where callers find it.
   *
   * @param mode of the socket file, such as {@code rw-rw----}
   * @param group of it; empty for that of the process
   */
  public record Listen(Path socket, String mode, String group) {}

  private SocketProxy(
      ListenSocket listenSocket,
      Path engine,
      EvaluationServices evaluationServices,
      CallerIdentifier callerIdentifier,
      UpgradeHandlers upgradeHandlers)
      throws IOException {
    this.transport = new Transport();
    this.listenSocket = listenSocket;
    this.proxyServices =
        new ProxyServices(
            transport.engine(engine),
            evaluationServices.authorizer(),
            evaluationServices.lookups(),
            callerIdentifier,
            evaluationServices.recorder(),
            evaluationServices.translation(),
            upgradeHandlers);
    try {
      server = listenSocket.open(transport.server(initializer(), BACKLOG));
    } catch (IOException | RuntimeException e) {
      listenSocket.withdraw();
      transport.close();
      throw e;
    }
  }

  /**
   * Serves until it is closed.
   *
   * @param engine the socket on which the engine listens
   */
  public static SocketProxy start(
      Listen listen,
      Path engine,
      EvaluationServices evaluationServices,
      CallerIdentifier callerIdentifier,
      UpgradeHandlers upgradeHandlers)
      throws IOException {
    SocketProxy proxy =
        new SocketProxy(
            new PathListenSocket(listen),
            engine,
            evaluationServices,
            callerIdentifier,
            upgradeHandlers);
    LOG.info("filtering the engine's socket", "socket", listen.socket(), "engine", engine);
    return proxy;
  }

  /**
   * The same, on a socket that listens already.
   *
   * @param listening its descriptor, which is closed in the end
   */
  public static SocketProxy serve(
      int listening,
      Path engine,
      EvaluationServices evaluationServices,
      CallerIdentifier callerIdentifier,
      UpgradeHandlers upgradeHandlers)
      throws IOException {
    SocketProxy proxy =
        new SocketProxy(
            new InheritedListenSocket(listening),
            engine,
            evaluationServices,
            callerIdentifier,
            upgradeHandlers);
    LOG.info("filtering the engine's socket", "engine", engine);
    return proxy;
  }

  /** Connections of callers that are open. */
  public int connections() {
    return connections.size();
  }

  private ChannelHandler initializer() {
    return new ChannelInitializer<EpollDomainSocketChannel>() {
      @Override
      protected void initChannel(EpollDomainSocketChannel channel) {
        accept(channel);
      }
    };
  }

  private void accept(EpollDomainSocketChannel channel) {
    if (connections.size() >= MOST_CONNECTIONS) {
      LOG.warn("a connection was closed because there are too many", "open", MOST_CONNECTIONS);
      channel.close();
      return;
    }
    connections.add(channel);
    DownstreamHandler connection = new DownstreamHandler(proxyServices, channel);
    connection.addToPipeline();
    caller(channel)
        .whenComplete((known, failure) -> {
          Caller is =
              failure == null ? known : new Caller.Unknown(String.valueOf(failure.getMessage()));
          if (channel.eventLoop().inEventLoop()) {
            connection.identified(is);
          } else {
            channel.eventLoop().execute(() -> connection.identified(is));
          }
        });
  }

  private CompletionStage<Caller> caller(EpollDomainSocketChannel channel) {
    try {
      return proxyServices
          .callerIdentifier()
          .identify(
              new CallerIdentifier.Connection(channel.fd().intValue(), channel.peerCredentials()));
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Gives the name back and ends all connections: what a caller sees is what an engine's end is.
   */
  @Override
  public void close() throws IOException {
    listenSocket.withdraw();
    server.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly(2000);
    transport.close();
  }
}
