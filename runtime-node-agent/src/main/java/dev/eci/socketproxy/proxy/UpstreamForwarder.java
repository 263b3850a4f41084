package dev.eci.socketproxy.proxy;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.docker.route.StreamKind;
import dev.eci.socketproxy.tar.TarFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;

/** Carries a decision out: sends the engine what was decided on, and nothing else. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamForwarder {
  private final ConnectionContext own;

  UpstreamForwarder(ConnectionContext own) {
    this.own = own;
  }

  void decided(Exchange about, ApiDecision decision) {
    ApiRequest asked = Objects.requireNonNull(about.asked);
    switch (decision) {
      case ApiDecision.Deny deny -> {
        own.parts.ledger().denied(asked, deny);
        own.endings().reply(deny.status(), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.findings().isEmpty()) {
          own.parts.ledger().warned(asked, forward);
        }
        about.forward = forward;
        StreamKind kind = forward.operation().stream();
        if (kind == StreamKind.SESSION || kind == StreamKind.GRPC) {
          own.switching().upgrade(about, asked, forward);
        } else if (IdTranslation.concerns(forward.operation())) {
          translated(about, forward);
        } else {
          reach(about);
        }
      }
    }
  }

  private void translated(Exchange about, ApiDecision.Forward forward) {
    own.parts
        .translation()
        .of(forward)
        .whenComplete((translated, failure) ->
            own.later(
                about,
                () -> {
                  if (failure != null) {
                    own.endings().engineAway(String.valueOf(failure.getMessage()));
                  } else {
                    translated.ifPresent(found -> {
                      about.filter = new TarFilter(found.users(), found.groups());
                      about.forward = found.request();
                    });
                    reach(about);
                  }
                }));
  }

  private void reach(Exchange about) {
    if (own.engine != null && own.engine.active()) {
      send(about);
    } else {
      connect(about);
    }
  }

  void connect(Exchange about) {
    UpstreamConnection made = new UpstreamConnection(own.answering());
    own.engine = made;
    made.connect(own.parts.engine(), own.channel)
        .addListener(future -> {
          if (own.engine != made || own.exchange != about || !own.channel.isActive()) {
            made.close();
          } else if (future.isSuccess()) {
            own.guarded(() -> send(about));
          } else {
            own.engine = null;
            own.endings()
                .engineAway(
                    Objects.requireNonNullElse(future.cause().getMessage(), "no connection"));
          }
        });
  }

  private void send(Exchange about) {
    UpstreamConnection to = Objects.requireNonNull(own.engine);
    ApiDecision.Forward forward = about.forward();
    HttpRequest request = about.request;
    HttpHeaders headers = request.headers();
    StreamKind kind = forward.operation().stream();
    RequestHead.forEngine(request, forward.target());
    if (kind == StreamKind.WEBSOCKET) {
      RequestHead.upgrade(headers, HttpHeaderValues.WEBSOCKET);
    } else if (kind == StreamKind.HIJACK && about.upgrade) {
      RequestHead.upgrade(headers, RequestHead.RAW);
    }
    if (about.filtersAnswer()) {
      // what is compressed cannot be changed
      headers.remove(HttpHeaderNames.ACCEPT_ENCODING);
    }
    to.decoder().expect(about.toHead, kind == StreamKind.HIJACK || kind == StreamKind.WEBSOCKET);
    about.rest = Exchange.Rest.DROPPED;
    switch (forward.body()) {
      case ApiDecision.Body.NoBody _ -> to.write(RequestHead.whole(request));
      case ApiDecision.Body.RewrittenBody rewrittenBody -> {
        ByteBuf body =
            ByteBufUtil.writeAscii(own.channel.alloc(), JsonWriter.of(rewrittenBody.value()));
        RequestHead.json(headers, body.readableBytes());
        to.write(request);
        to.write(new DefaultLastHttpContent(body));
      }
      case ApiDecision.Body.OriginalBody _ -> {
        about.rest = Exchange.Rest.FORWARDED;
        if (about.hasBody) {
          if (about.filtersRequest()) {
            RequestHead.chunked(headers);
          }
          to.write(request);
        } else {
          to.write(RequestHead.whole(request));
        }
      }
    }
    to.flush();
    if (about.hasBody && !about.complete) {
      own.goOn(about);
    } else if (own.inputEnded) {
      to.endOfInput();
    }
  }

  void forwarded(Exchange about, HttpContent content, boolean last) {
    UpstreamConnection to = own.engine;
    if (to == null) {
      content.release();
    } else if (about.filtersRequest()) {
      TarFilter filter = Objects.requireNonNull(about.filter);
      filter.pass(content.content(), part -> to.write(new DefaultHttpContent(part)));
      if (last) {
        filter.end(part -> to.write(new DefaultHttpContent(part)));
        to.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    } else if (last && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      // nobody judged them
      to.write(new DefaultLastHttpContent(content.content()));
    } else {
      to.write(content);
    }
  }
}
