package dev.eci.socketproxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Knows which answers have headers of a body only. */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean toHead;

  void toHead(boolean next) {
    toHead = next;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return toHead || super.isContentAlwaysEmpty(response);
  }
}
