package dev.eci.socketproxy.grpc;

import dev.eci.policy.message.Messages;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers of our own, as gRPC writes them: a status and no message (gRPC over HTTP/2). */
final class GrpcErrorResponse {
  static final int INVALID_ARGUMENT = 3;
  static final int PERMISSION_DENIED = 7;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;
  static final int UNAVAILABLE = 14;

  private static final String NOT_GRPC =
      "{\"message\":\""
          + Messages.PREFIX
          + "over HTTP/2 only gRPC is passed on; ask with HTTP/1.1.\"}\n";

  private GrpcErrorResponse() {}

  /** The status that stands for one of HTTP's. */
  static int ofHttp(int status) {
    return switch (status) {
      case 400 -> INVALID_ARGUMENT;
      case 404, 501 -> UNIMPLEMENTED;
      case 413 -> RESOURCE_EXHAUSTED;
      case 403 -> PERMISSION_DENIED;
      default -> UNAVAILABLE;
    };
  }

  static Http2HeadersFrame of(int status, String sentence) {
    return new DefaultHttp2HeadersFrame(
        status(
            new DefaultHttp2Headers().status("200").add("content-type", "application/grpc"),
            status,
            sentence),
        true);
  }

  private static Http2Headers status(Http2Headers headers, int status, String sentence) {
    return headers
        .add("grpc-status", Integer.toString(status))
        .add("grpc-message", percent(sentence));
  }

  /** Behind an answer that has begun. */
  static Http2HeadersFrame trailers(int status, String sentence) {
    return new DefaultHttp2HeadersFrame(status(new DefaultHttp2Headers(), status, sentence), true);
  }

  /**
   * To who speaks HTTP/2 but no gRPC, as the engine writes errors: the engine itself would answer.
   */
  static List<Http2StreamFrame> notGrpc() {
    return List.of(
        new DefaultHttp2HeadersFrame(
            new DefaultHttp2Headers().status("505").add("content-type", "application/json")),
        new DefaultHttp2DataFrame(
            Unpooled.copiedBuffer(NOT_GRPC, StandardCharsets.US_ASCII), true));
  }

  /** Printable ASCII stays. */
  private static String percent(String text) {
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
