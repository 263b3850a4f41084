// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Sends no body in responses to HEAD, whatever their headers say. */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean expectHead;

  void expectHead(boolean next) {
    expectHead = next;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return expectHead || super.isContentAlwaysEmpty(response);
  }
}
