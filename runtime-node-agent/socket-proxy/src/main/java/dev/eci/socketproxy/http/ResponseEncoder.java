package dev.eci.socketproxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Knows which answers have headers of a body only. */
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
