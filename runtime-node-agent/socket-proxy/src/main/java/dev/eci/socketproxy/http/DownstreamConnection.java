// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.support.log.Log;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The caller's side of a connection: reads one request after the other, sends the responses that
 * are not the engine's, and ends the connection so that the caller can read the last response.
 */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class DownstreamConnection {
  private static final Log LOG = Log.of(DownstreamConnection.class);
  private static final int LINGER_SECONDS = 2;

  private final ConnectionContext context;
  private final DuplexChannel channel;
  private final RequestDecoder decoder;
  private final ResponseEncoder encoder;
  private final DecisionRecorder recorder;

  DownstreamConnection(
      ConnectionContext context,
      DuplexChannel channel,
      RequestDecoder decoder,
      ResponseEncoder encoder,
      DecisionRecorder recorder) {
    this.context = context;
    this.channel = channel;
    this.decoder = decoder;
    this.encoder = encoder;
    this.recorder = recorder;
  }

  void start(Exchange exchange) {
    context.startExchange(exchange);
    encoder.expectHead(exchange.isHead());
  }

  // reading

  /** Reads the body of the request. Sends 100-continue first if the caller waits for it. */
  void readBody(Exchange exchange) {
    if (exchange.body().isContinueExpected()) {
      exchange.body().continueSent();
      channel.writeAndFlush(ProxyResponses.continueResponse(), channel.voidPromise());
    }
    readNext();
  }

  private void readNext() {
    try {
      decoder.proceed();
    } catch (Exception e) {
      LOG.error("cannot read a request", e);
      channel.close();
      return;
    }
    UpstreamConnection upstream = context.upstream();
    if (upstream != null) {
      upstream.flush();
    }
    updateAutoRead();
  }

  /** Stops reading from a caller that sends faster than the engine reads. */
  void updateAutoRead() {
    boolean blocked = decoder.isBufferFull() || isUpstreamCongested();
    if (channel.config().isAutoRead() == blocked) {
      channel.config().setAutoRead(!blocked);
    }
  }

  private boolean isUpstreamCongested() {
    UpstreamConnection upstream = context.upstream();
    Exchange exchange = context.exchange();
    return upstream != null
        && exchange != null
        && exchange.body().use() == RequestBody.Use.FORWARDED
        && upstream.isActive()
        && !upstream.isWritable();
  }

  /** The codec keeps a buffer of the size of the largest head while the connection is open. */
  void closeAfterLargeHead() {
    Exchange exchange = context.exchange();
    if (exchange != null && decoder.isHeadLarge()) {
      exchange.closeAfterResponse();
    }
  }

  // responses of the proxy

  void rejectMalformed(String why) {
    recorder.malformed(why);
    Exchange exchange = context.exchange();
    if (exchange != null) {
      exchange.closeAfterResponse();
    }
    reply(400, ProxyMessages.malformed(why));
  }

  void replyEngineUnavailable(String why) {
    recorder.engineUnavailable(why);
    reply(502, ProxyMessages.engineUnavailable(why));
  }

  void reply(int status, String message) {
    Exchange exchange = Objects.requireNonNull(context.exchange());
    if (exchange.hasResponseStarted()) {
      channel.close();
      return;
    }
    exchange.respondLocally();
    channel.writeAndFlush(ProxyResponses.error(status, message, exchange), channel.voidPromise());
    finish(exchange);
  }

  // the end of an exchange, and of the connection

  /** After a whole response: continues with the next request, or ends the connection. */
  void finish(Exchange exchange) {
    boolean continues = exchange.isKeepAlive() && !context.hasInputEnded();
    if (exchange.body().isComplete()) {
      context.endExchange();
      if (continues) {
        readNext();
      } else {
        closeWhenFlushed();
      }
    } else if (continues) {
      exchange.body().discard();
      if (exchange.body().exists()) {
        readNext();
      }
    } else {
      linger();
    }
  }

  void closeWhenFlushed() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Ends the output and reads on for a while: if the connection were closed at once, a caller that
   * is still sending would lose the response (RFC 9112, section 9.6).
   */
  void linger() {
    if (context.isLingering()) {
      return;
    }
    context.startLingering();
    Exchange exchange = context.exchange();
    if (exchange != null) {
      exchange.body().discard();
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (context.hasInputEnded() || !channel.isActive()) {
            channel.close();
          } else {
            channel.shutdownOutput();
          }
        });
    channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    readNext();
  }

  void closeUpstream() {
    UpstreamConnection detached = context.detachUpstream();
    if (detached != null) {
      detached.close();
    }
  }

  // how the parts run

  /** Runs the task on the event loop, if the exchange still awaits its response then. */
  void runLater(Exchange exchange, Runnable task) {
    channel
        .eventLoop()
        .execute(() -> {
          if (context.isCurrent(exchange) && !exchange.isResponseDone() && channel.isActive()) {
            runGuarded(task);
          }
        });
  }

  /** If the task fails, nothing is forwarded. */
  void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("cannot handle a request", e);
      closeUpstream();
      Exchange exchange = context.exchange();
      if (exchange != null && !exchange.hasResponseStarted()) {
        exchange.closeAfterResponse();
        reply(500, ProxyMessages.UNDECIDED);
      } else {
        channel.close();
      }
    }
  }
}
