// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The proxy's own responses to gRPC calls: a status and no message (gRPC over HTTP/2). */
final class GrpcErrorResponse {
  static final int INVALID_ARGUMENT = 3;
  static final int DEADLINE_EXCEEDED = 4;
  static final int PERMISSION_DENIED = 7;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;
  static final int UNAVAILABLE = 14;

  private static final String NOT_GRPC = "{\"message\":\"%s\"}\n".formatted(GrpcMessages.NOT_GRPC);

  private GrpcErrorResponse() {}

  /** The status that corresponds to a status of HTTP. */
  static int ofHttp(int status) {
    return switch (status) {
      case 400 -> INVALID_ARGUMENT;
      case 404, 501 -> UNIMPLEMENTED;
      case 413 -> RESOURCE_EXHAUSTED;
      case 403 -> PERMISSION_DENIED;
      default -> UNAVAILABLE;
    };
  }

  static Http2HeadersFrame of(int status, String message) {
    return new DefaultHttp2HeadersFrame(
        status(
            new DefaultHttp2Headers().status("200").add("content-type", "application/grpc"),
            status,
            message),
        true);
  }

  private static Http2Headers status(Http2Headers headers, int status, String message) {
    return headers
        .add("grpc-status", Integer.toString(status))
        .add("grpc-message", percentEncode(message));
  }

  /** At the end of a response that has started. */
  static Http2HeadersFrame trailers(int status, String message) {
    return new DefaultHttp2HeadersFrame(status(new DefaultHttp2Headers(), status, message), true);
  }

  /**
   * For a caller that speaks HTTP/2 but not gRPC, in the form of the engine's errors. The engine
   * itself would serve such a request.
   */
  static List<Http2StreamFrame> notGrpc() {
    return List.of(
        new DefaultHttp2HeadersFrame(
            new DefaultHttp2Headers().status("505").add("content-type", "application/json")),
        new DefaultHttp2DataFrame(
            Unpooled.copiedBuffer(NOT_GRPC, StandardCharsets.US_ASCII), true));
  }

  /** Everything but printable ASCII. */
  private static String percentEncode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }
}
