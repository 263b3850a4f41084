// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.regex.Pattern;

/** Validates the head of a call. */
final class GrpcRequestHead {
  /** In one spelling only, because the method decides how the message is read. */
  private static final Pattern METHOD = Pattern.compile("/[A-Za-z0-9_.]+/[A-Za-z0-9_]+");

  private GrpcRequestHead() {}

  /** Whether the request is gRPC (gRPC over HTTP/2, Requests), and not another one over HTTP/2. */
  static boolean isGrpc(Http2Headers headers) {
    CharSequence type = headers.get("content-type");
    return "POST".contentEquals(headers.method())
        && headers.path() != null
        && type != null
        && type.toString().startsWith("application/grpc");
  }

  static boolean isMethod(String path) {
    return METHOD.matcher(path).matches();
  }
}
