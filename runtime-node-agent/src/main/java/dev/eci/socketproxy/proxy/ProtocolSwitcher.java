package dev.eci.socketproxy.proxy;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.Optional;

/** Hands a connection that goes on as HTTP/2 over to whom it may concern. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class ProtocolSwitcher {
  private final ConnectionContext own;

  ProtocolSwitcher(ConnectionContext own) {
    this.own = own;
  }

  /** After a request that asks for it. */
  void upgrade(Exchange about, ApiRequest asked, ApiDecision.Forward forward) {
    if (about.hasBody || !about.upgrade || own.inputEnded) {
      own.endings().malformed("it must ask for an upgrade to h2c, without a body");
      return;
    }
    RequestHead.forEngine(about.request, forward.target());
    RequestHead.upgrade(about.request.headers(), RequestHead.H2C);
    RequestHead.noBody(about.request);
    Optional<ChannelHandler> next =
        own.parts.protocols().upgrade(own.channel, asked.caller(), about.request, forward);
    if (next.isPresent()) {
      own.dropEngine();
      own.exchange = null;
      become(next.get());
    } else {
      about.keepAlive = false;
      own.endings().reply(403, ProxyMessages.NO_GRPC);
    }
  }

  /** From the first byte on, as soon as it is known who the caller is. */
  void http2() {
    if (own.caller == null) {
      return;
    }
    Optional<ChannelHandler> next = own.parts.protocols().http2(own.channel, own.caller);
    if (next.isPresent()) {
      become(next.get());
    } else {
      // it is read as a request then, which it is not
      own.channel.pipeline().remove(own.preface);
      own.reading();
    }
  }

  /** What was read and not understood yet comes out of the decoders when they go. */
  private void become(ChannelHandler next) {
    ChannelPipeline pipeline = own.channel.pipeline();
    pipeline.remove(own.encoder);
    pipeline.replace(DownstreamHandler.class, null, next);
    pipeline.remove(own.decoder);
    if (pipeline.context(own.preface) != null) {
      pipeline.remove(own.preface);
    }
  }
}
