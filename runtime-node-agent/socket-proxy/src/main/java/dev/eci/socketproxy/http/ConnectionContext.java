package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import dev.eci.support.log.Log;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one caller's connection, for those who handle it in turn. All of it belongs to
 * the connection's event loop.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionContext {
  private static final Log LOG = Log.of(ConnectionContext.class);

  final ProxyServices parts;
  final DuplexChannel channel;
  final Http2PrefaceDetector preface =
      new Http2PrefaceDetector(() -> guarded(() -> protocolSwitcher().http2()));
  final RequestDecoder decoder = new RequestDecoder();
  final ResponseEncoder encoder = new ResponseEncoder();
  @Nullable Caller caller;
  @Nullable Exchange exchange;
  @Nullable UpstreamConnection engine;

  /** The caller has sent its last byte. */
  boolean inputEnded;

  private final RequestEvaluator requestEvaluator = new RequestEvaluator(this);
  private final UpstreamForwarder upstreamForwarder = new UpstreamForwarder(this);
  private final ResponseRelay responseRelay = new ResponseRelay(this);
  private final ConnectionCloser connectionCloser = new ConnectionCloser(this);
  private final ProtocolSwitcher protocolSwitcher = new ProtocolSwitcher(this);

  ConnectionContext(ProxyServices proxyServices, DuplexChannel channel) {
    this.parts = proxyServices;
    this.channel = channel;
  }

  RequestEvaluator requestEvaluator() {
    return requestEvaluator;
  }

  UpstreamForwarder upstreamForwarder() {
    return upstreamForwarder;
  }

  ResponseRelay responseRelay() {
    return responseRelay;
  }

  ProtocolSwitcher protocolSwitcher() {
    return protocolSwitcher;
  }

  ConnectionCloser connectionCloser() {
    return connectionCloser;
  }

  void goOn(Exchange about) {
    if (about.awaitsContinue) {
      about.awaitsContinue = false;
      channel.writeAndFlush(ProxyResponses.goOn(), channel.voidPromise());
    }
    proceed();
  }

  void proceed() {
    try {
      decoder.proceed();
    } catch (Exception e) {
      LOG.error("a request could not be read", e);
      channel.close();
      return;
    }
    if (engine != null) {
      engine.flush();
    }
    reading();
  }

  void dropEngine() {
    UpstreamConnection dropped = engine;
    engine = null;
    if (dropped != null) {
      dropped.close();
    }
  }

  void reading() {
    boolean blocked =
        decoder.isBufferFull()
            || (engine != null
                && exchange != null
                && exchange.rest == Exchange.Rest.FORWARDED
                && engine.isActive()
                && !engine.isWritable());
    if (channel.config().isAutoRead() == blocked) {
      channel.config().setAutoRead(!blocked);
    }
  }

  /** On the event loop, if the exchange is still the one that is waited for. */
  void later(Exchange about, Runnable task) {
    channel
        .eventLoop()
        .execute(() -> {
          if (exchange == about && !about.done && channel.isActive()) {
            guarded(task);
          }
        });
  }

  /** Whatever goes wrong, nothing is passed on. */
  void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a request could not be handled", e);
      dropEngine();
      if (exchange != null && !exchange.answered) {
        exchange.keepAlive = false;
        connectionCloser.reply(500, ProxyMessages.UNDECIDED);
      } else {
        channel.close();
      }
    }
  }
}
