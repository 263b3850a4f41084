// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

/** Brings the head of a response into the form for the caller. */
final class ResponseHead {
  private static final AsciiString[] NOT_FOR_THE_CALLER = {
    HttpHeaderNames.CONNECTION,
    AsciiString.cached("keep-alive"),
    AsciiString.cached("proxy-connection"),
    HttpHeaderNames.TE,
    HttpHeaderNames.UPGRADE
  };

  private ResponseHead() {}

  /**
   * Sets the framing of the caller's connection.
   *
   * @param toHead whether the request was HEAD: its response has the headers of a body, but no body
   * @param http10 whether the caller speaks HTTP/1.0, which has no chunks
   * @return whether the connection can stay open, with an end of the response that the caller sees
   */
  static boolean frameForCaller(
      HttpResponse response, boolean toHead, boolean http10, boolean keepAlive) {
    HttpHeaders headers = response.headers();
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    RequestHead.removeListed(headers);
    for (AsciiString name : NOT_FOR_THE_CALLER) {
      headers.remove(name);
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    boolean framed =
        isBodyless(response, toHead) || headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    if (!framed) {
      headers.remove(HttpHeaderNames.TRAILER);
      if (http10) {
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      } else {
        framed = true;
        if (!chunked) {
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
      }
    } else if (http10 && toHead) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    boolean stays = framed && keepAlive;
    if (!stays) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return stays;
  }

  private static boolean isBodyless(HttpResponse response, boolean toHead) {
    int code = response.status().code();
    return toHead || code == 204 || code == 304;
  }

  /** For a response with which the connection becomes a stream. */
  static void opensStream(HttpResponse response) {
    HttpHeaders headers = response.headers();
    String protocol = headers.get(HttpHeaderNames.UPGRADE);
    for (AsciiString name : NOT_FOR_THE_CALLER) {
      headers.remove(name);
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (protocol != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, protocol);
    }
  }
}
