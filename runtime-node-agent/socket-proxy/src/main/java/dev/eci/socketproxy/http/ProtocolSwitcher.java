package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.Optional;

/** Hands a connection that goes on as HTTP/2 over to whom it may concern. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class ProtocolSwitcher {
  private final ConnectionContext context;

  ProtocolSwitcher(ConnectionContext own) {
    this.context = own;
  }

  /** After a request that asks for it. */
  void upgrade(Exchange about, ApiRequest asked, ApiDecision.Forward forward) {
    if (about.hasBody || !about.upgrade || context.inputEnded) {
      context.connectionCloser().malformed("it must ask for an upgrade to h2c, without a body");
      return;
    }
    RequestHead.forEngine(about.request, forward.target());
    RequestHead.upgrade(about.request.headers(), RequestHead.H2C);
    RequestHead.removeBody(about.request);
    Optional<ChannelHandler> next =
        context.parts.protocols().upgrade(context.channel, asked.caller(), about.request, forward);
    if (next.isPresent()) {
      context.dropEngine();
      context.exchange = null;
      replaceHandlers(next.get());
    } else {
      about.keepAlive = false;
      context.connectionCloser().reply(403, ProxyMessages.NO_GRPC);
    }
  }

  /** From the first byte on, as soon as it is known who the caller is. */
  void http2() {
    if (context.caller == null) {
      return;
    }
    Optional<ChannelHandler> next =
        context.parts.protocols().http2(context.channel, context.caller);
    if (next.isPresent()) {
      replaceHandlers(next.get());
    } else {
      // it is read as a request then, which it is not
      context.channel.pipeline().remove(context.preface);
      context.reading();
    }
  }

  /** What was read and not understood yet comes out of the decoders when they go. */
  private void replaceHandlers(ChannelHandler next) {
    ChannelPipeline pipeline = context.channel.pipeline();
    pipeline.remove(context.encoder);
    pipeline.replace(DownstreamHandler.class, null, next);
    pipeline.remove(context.decoder);
    if (pipeline.context(context.preface) != null) {
      pipeline.remove(context.preface);
    }
  }
}
