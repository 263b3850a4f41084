// SPDX-License-Identifier: Apache-2.0
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

/** Listens on the proxied socket in place of the engine. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
public final class SocketProxy implements AutoCloseable {
  private static final Log LOG = Log.of(SocketProxy.class);
  private static final int BACKLOG = 4096;

  /** Each connection costs two descriptors and some KiB. */
  private static final int MAX_CONNECTIONS = 4096;

  private final Transport transport;
  private final ListenSocket listenSocket;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ProxyServices proxyServices;

  /** Counts connections, with the same shares as memory. */
  private final RequestMemory connectionShares =
      new RequestMemory(RequestMemory.Limits.shared(MAX_CONNECTIONS));

  private Channel server;

  /**
   * The socket at which callers connect.
   *
   * @param mode of the socket file, such as {@code rw-rw----}
   * @param group of the socket file; empty for the group of the process
   */
  public record Listen(Path socket, String mode, String group) {}

  private SocketProxy(
      ListenSocket listenSocket,
      Path engine,
      EvaluationServices evaluationServices,
      CallerIdentifier callerIdentifier,
      UpgradeHandlers upgradeHandlers,
      ReceiveTimeout.Limits receiveLimits)
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
            upgradeHandlers,
            new RequestMemories(),
            receiveLimits);
    try {
      server = listenSocket.open(transport.server(initializer(), BACKLOG));
    } catch (IOException | RuntimeException e) {
      listenSocket.withdraw();
      transport.close();
      throw e;
    }
  }

  /**
   * Listens on a new socket, until the proxy is closed.
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
    return start(
        listen,
        engine,
        evaluationServices,
        callerIdentifier,
        upgradeHandlers,
        ReceiveTimeout.LIMITS);
  }

  static SocketProxy start(
      Listen listen,
      Path engine,
      EvaluationServices evaluationServices,
      CallerIdentifier callerIdentifier,
      UpgradeHandlers upgradeHandlers,
      ReceiveTimeout.Limits receiveLimits)
      throws IOException {
    SocketProxy proxy =
        new SocketProxy(
            new PathListenSocket(listen),
            engine,
            evaluationServices,
            callerIdentifier,
            upgradeHandlers,
            receiveLimits);
    LOG.info("Docker socket proxy listening", "socket", listen.socket(), "engine", engine);
    return proxy;
  }

  /**
   * Serves a socket that listens already, until the proxy is closed.
   *
   * @param listening its descriptor, which the proxy closes
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
            upgradeHandlers,
            ReceiveTimeout.LIMITS);
    LOG.info("Docker socket proxy listening", "engine", engine);
    return proxy;
  }

  /** The number of open connections of callers. */
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
    if (connections.size() >= MAX_CONNECTIONS) {
      LOG.warn("closing a connection because too many are open", "open", MAX_CONNECTIONS);
      channel.close();
      return;
    }
    connections.add(channel);
    // until the caller is identified, the kernel keeps what it sends
    channel.config().setAutoRead(false);
    DownstreamHandler connection = new DownstreamHandler(proxyServices, channel, peer(channel));
    connection.addToPipeline();
    identify(channel)
        .whenComplete((identified, failure) -> {
          Caller caller =
              failure == null
                  ? identified
                  : new Caller.Unknown(String.valueOf(failure.getMessage()));
          if (!hasConnectionLeft(caller, channel)) {
            channel.close();
            return;
          }
          if (channel.eventLoop().inEventLoop()) {
            connection.identified(caller);
          } else {
            channel.eventLoop().execute(() -> connection.identified(caller));
          }
        });
  }

  /** One caller must not keep the others out by connections that it only holds open. */
  private boolean hasConnectionLeft(Caller caller, EpollDomainSocketChannel channel) {
    RequestMemory.Share share =
        connectionShares.share(RequestMemory.Account.of(caller, peer(channel)));
    channel.closeFuture().addListener(_ -> share.release());
    return share.tryHold(1);
  }

  private static RequestMemory.Account peer(EpollDomainSocketChannel channel) {
    try {
      return RequestMemory.Account.ofPeer(channel.peerCredentials().uid());
    } catch (IOException e) {
      // nor will it be identified
      return RequestMemory.Account.ofPeer(-1);
    }
  }

  private CompletionStage<Caller> identify(EpollDomainSocketChannel channel) {
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
   * Removes the name and closes all connections. A caller sees the same as when the engine stops.
   */
  @Override
  public void close() throws IOException {
    listenSocket.withdraw();
    server.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly(2000);
    transport.close();
  }
}
