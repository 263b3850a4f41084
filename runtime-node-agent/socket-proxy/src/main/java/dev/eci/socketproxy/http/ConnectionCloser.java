package dev.eci.socketproxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Answers that are not the engine's, and what becomes of the connection after an answer. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionCloser {
  private static final int LINGER_SECONDS = 2;

  private final ConnectionContext context;
  private boolean isLingering;

  ConnectionCloser(ConnectionContext own) {
    this.context = own;
  }

  boolean isLingering() {
    return isLingering;
  }

  void malformed(String why) {
    context.parts.ledger().malformed(why);
    if (context.exchange != null) {
      context.exchange.keepAlive = false;
    }
    reply(400, ProxyMessages.malformed(why));
  }

  void engineUnavailable(String why) {
    context.parts.ledger().engineUnavailable(why);
    reply(502, ProxyMessages.engineUnavailable(why));
  }

  void reply(int status, String message) {
    Exchange about = Objects.requireNonNull(context.exchange);
    if (about.answered) {
      context.channel.close();
      return;
    }
    boolean readable =
        about.complete
            || (!about.awaitsContinue
                && about.length >= 0
                && about.length <= RequestEvaluator.DROP_MOST);
    about.keepAlive &= readable;
    about.answered = true;
    about.done = true;
    about.gathered = null;
    FullHttpResponse answer = ProxyResponses.error(status, message);
    if (!about.keepAlive) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (about.old) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    context.channel.writeAndFlush(answer, context.channel.voidPromise());
    finish(about);
  }

  void finish(Exchange about) {
    if (about.complete) {
      context.exchange = null;
      if (about.keepAlive && !context.inputEnded) {
        context.proceed();
      } else {
        context
            .channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(ChannelFutureListener.CLOSE);
      }
    } else if (about.keepAlive && !context.inputEnded) {
      about.rest = Exchange.Rest.DROPPED;
      if (about.hasBody) {
        context.proceed();
      }
    } else {
      linger();
    }
  }

  /** Closing at once would take the answer away from a own.caller who is still sending. */
  void linger() {
    if (isLingering) {
      return;
    }
    isLingering = true;
    if (context.exchange != null) {
      context.exchange.rest = Exchange.Rest.DROPPED;
    }
    context
        .channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (context.inputEnded || !context.channel.isActive()) {
            context.channel.close();
          } else {
            context.channel.shutdownOutput();
          }
        });
    context
        .channel
        .eventLoop()
        .schedule(() -> context.channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    context.proceed();
  }
}
