// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.net.http.HttpHeaders;

/** A registry's response, in full. */
final class HttpReply {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  HttpReply(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
