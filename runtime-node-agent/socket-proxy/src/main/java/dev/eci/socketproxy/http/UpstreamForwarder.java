package dev.eci.socketproxy.http;

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
  private final ConnectionContext context;

  UpstreamForwarder(ConnectionContext own) {
    this.context = own;
  }

  void decided(Exchange about, ApiDecision decision) {
    ApiRequest asked = Objects.requireNonNull(about.apiRequest);
    switch (decision) {
      case ApiDecision.Deny deny -> {
        context.parts.ledger().denied(asked, deny);
        context.connectionCloser().reply(deny.status(), deny.message());
      }
      case ApiDecision.Forward forward -> {
        if (!forward.auditedViolations().isEmpty()) {
          context.parts.ledger().warned(asked, forward);
        }
        about.forward = forward;
        StreamKind kind = forward.operation().stream();
        if (kind == StreamKind.SESSION || kind == StreamKind.GRPC) {
          context.protocolSwitcher().upgrade(about, asked, forward);
        } else if (IdTranslation.appliesTo(forward.operation())) {
          translated(about, forward);
        } else {
          reach(about);
        }
      }
    }
  }

  private void translated(Exchange about, ApiDecision.Forward forward) {
    context
        .parts
        .translation()
        .translationFor(forward)
        .whenComplete((translated, failure) ->
            context.later(
                about,
                () -> {
                  if (failure != null) {
                    context
                        .connectionCloser()
                        .engineUnavailable(String.valueOf(failure.getMessage()));
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
    if (context.engine != null && context.engine.isActive()) {
      send(about);
    } else {
      connect(about);
    }
  }

  void connect(Exchange about) {
    UpstreamConnection made = new UpstreamConnection(context.responseRelay());
    context.engine = made;
    made.connect(context.parts.engine(), context.channel)
        .addListener(future -> {
          if (context.engine != made || context.exchange != about || !context.channel.isActive()) {
            made.close();
          } else if (future.isSuccess()) {
            context.guarded(() -> send(about));
          } else {
            context.engine = null;
            context
                .connectionCloser()
                .engineUnavailable(
                    Objects.requireNonNullElse(future.cause().getMessage(), "no connection"));
          }
        });
  }

  private void send(Exchange about) {
    UpstreamConnection to = Objects.requireNonNull(context.engine);
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
    if (about.hasResponseFilter()) {
      // what is compressed cannot be changed
      headers.remove(HttpHeaderNames.ACCEPT_ENCODING);
    }
    to.decoder().expect(about.toHead, kind == StreamKind.HIJACK || kind == StreamKind.WEBSOCKET);
    about.rest = Exchange.Rest.DROPPED;
    switch (forward.body()) {
      case ApiDecision.Body.NoBody _ -> to.write(RequestHead.whole(request));
      case ApiDecision.Body.RewrittenBody rewrittenBody -> {
        ByteBuf body =
            ByteBufUtil.writeAscii(
                context.channel.alloc(), JsonWriter.write(rewrittenBody.value()));
        RequestHead.json(headers, body.readableBytes());
        to.write(request);
        to.write(new DefaultLastHttpContent(body));
      }
      case ApiDecision.Body.OriginalBody _ -> {
        about.rest = Exchange.Rest.FORWARDED;
        if (about.hasBody) {
          if (about.hasRequestFilter()) {
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
      context.goOn(about);
    } else if (context.inputEnded) {
      to.endOfInput();
    }
  }

  void forwarded(Exchange about, HttpContent content, boolean last) {
    UpstreamConnection to = context.engine;
    if (to == null) {
      content.release();
    } else if (about.hasRequestFilter()) {
      TarFilter filter = Objects.requireNonNull(about.filter);
      filter.filter(content.content(), part -> to.write(new DefaultHttpContent(part)));
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
