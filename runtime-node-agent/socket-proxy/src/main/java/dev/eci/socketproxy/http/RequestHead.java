// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Validates the head of a request beyond what the codec does, and brings it into the form for the
 * engine.
 */
final class RequestHead {
  private static final int MAX_HEADERS = 200;
  private static final String HOST = "docker";
  private static final AsciiString[] NOT_FOR_THE_ENGINE = {
    HttpHeaderNames.CONNECTION,
    AsciiString.cached("keep-alive"),
    AsciiString.cached("proxy-connection"),
    HttpHeaderNames.PROXY_AUTHENTICATE,
    HttpHeaderNames.PROXY_AUTHORIZATION,
    HttpHeaderNames.TE,
    HttpHeaderNames.TRAILER,
    HttpHeaderNames.UPGRADE,
    HttpHeaderNames.EXPECT,
    AsciiString.cached("http2-settings")
  };

  static final AsciiString H2C = AsciiString.cached("h2c");

  static final AsciiString RAW = AsciiString.cached("tcp");

  private RequestHead() {}

  /** Why the request is malformed; empty if it is not. */
  static Optional<String> problem(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (headers.size() > MAX_HEADERS) {
      return Optional.of("it has more than " + MAX_HEADERS + " headers");
    }
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      return Optional.of("it must have one Host header");
    }
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (encodings.size() > 1
        || (encodings.size() == 1
            && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.getFirst()))) {
      return Optional.of("the only supported Transfer-Encoding is chunked, once");
    }
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.size() > 1 || (lengths.size() == 1 && !isDecimal(lengths.getFirst()))) {
      return Optional.of("its Content-Length is not one number");
    }
    if (headers.getAll(HttpHeaderNames.CONTENT_TYPE).size() > 1) {
      return Optional.of("it has more than one Content-Type");
    }
    return Optional.empty();
  }

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }

  /** Removes the hop-by-hop headers of the caller's connection, but leaves the framing. */
  static void forEngine(HttpRequest request, String target) {
    HttpHeaders headers = request.headers();
    removeListed(headers);
    for (AsciiString name : NOT_FOR_THE_ENGINE) {
      headers.remove(name);
    }
    headers.set(HttpHeaderNames.HOST, HOST);
    request.setUri(target);
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /**
   * Removes headers that Connection lists: they are meant for the proxy only (RFC 9110, section
   * 7.6.1).
   */
  static void removeListed(HttpHeaders headers) {
    for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : value.split(",", -1)) {
        String listed = name.strip();
        if (!listed.isEmpty()
            && !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(listed)
            && !HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(listed)) {
          headers.remove(listed);
        }
      }
    }
  }

  static void upgrade(HttpHeaders headers, AsciiString protocol) {
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, protocol);
  }

  /** The complete request, without a body. */
  static FullHttpRequest whole(HttpRequest request) {
    removeBody(request);
    return new DefaultFullHttpRequest(
        request.protocolVersion(),
        request.method(),
        request.uri(),
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  static void removeBody(HttpRequest request) {
    HttpHeaders headers = request.headers();
    boolean declared = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type != null && type.toLowerCase(Locale.ROOT).contains("form-")) {
      // a form is a part of the query now
      headers.remove(HttpHeaderNames.CONTENT_TYPE);
    }
    if (declared || request.method().equals(HttpMethod.POST)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
  }

  static void json(HttpHeaders headers, int length) {
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    headers.remove(HttpHeaderNames.CONTENT_ENCODING);
    headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
  }

  static void chunked(HttpHeaders headers) {
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
  }
}
