// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** A request cannot be read. The message is the reason, as a clause. */
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedMessageException(String why) {
    super(why, null, false, false);
  }

  /** A message in place of the one that could not be read. */
  static HttpRequest request(String why) {
    return request(new MalformedMessageException(why));
  }

  static HttpRequest request(Exception cause) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(DecoderResult.failure(cause));
    return request;
  }
}
