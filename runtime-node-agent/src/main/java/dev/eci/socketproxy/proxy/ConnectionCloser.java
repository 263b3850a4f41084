package dev.eci.socketproxy.proxy;

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

  private final ConnectionContext own;
  private boolean lingering;

  ConnectionCloser(ConnectionContext own) {
    this.own = own;
  }

  boolean lingering() {
    return lingering;
  }

  void malformed(String why) {
    own.parts.ledger().malformed(why);
    if (own.exchange != null) {
      own.exchange.keepAlive = false;
    }
    reply(400, ProxyMessages.malformed(why));
  }

  void engineAway(String why) {
    own.parts.ledger().engineAway(why);
    reply(502, ProxyMessages.engineAway(why));
  }

  void reply(int status, String message) {
    Exchange about = Objects.requireNonNull(own.exchange);
    if (about.answered) {
      own.channel.close();
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
    own.channel.writeAndFlush(answer, own.channel.voidPromise());
    finish(about);
  }

  void finish(Exchange about) {
    if (about.complete) {
      own.exchange = null;
      if (about.keepAlive && !own.inputEnded) {
        own.proceed();
      } else {
        own.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    } else if (about.keepAlive && !own.inputEnded) {
      about.rest = Exchange.Rest.DROPPED;
      if (about.hasBody) {
        own.proceed();
      }
    } else {
      linger();
    }
  }

  /** Closing at once would take the answer away from a own.caller who is still sending. */
  void linger() {
    if (lingering) {
      return;
    }
    lingering = true;
    if (own.exchange != null) {
      own.exchange.rest = Exchange.Rest.DROPPED;
    }
    own.channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (own.inputEnded || !own.channel.isActive()) {
            own.channel.close();
          } else {
            own.channel.shutdownOutput();
          }
        });
    own.channel.eventLoop().schedule(() -> own.channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    own.proceed();
  }
}
