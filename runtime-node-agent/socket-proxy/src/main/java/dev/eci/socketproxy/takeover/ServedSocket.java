// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;

/** The proxied socket while this process serves it. */
final class ServedSocket implements AutoCloseable {
  private static final Log LOG = Log.of(ServedSocket.class);

  private final HolderConnection holder;
  private final AutoCloseable serving;

  private ServedSocket(HolderConnection holder, AutoCloseable serving) {
    this.holder = holder;
    this.serving = serving;
  }

  /**
   * Starts to serve. If that fails, the connection to the holder is closed, so that a retry works.
   */
  static ServedSocket start(HolderConnection holder, ProxyServer server, Path engine)
      throws IOException {
    try {
      return new ServedSocket(holder, server.serve(holder.listening(), engine));
    } catch (IOException | RuntimeException | LinkageError e) {
      holder.close();
      throw e;
    }
  }

  /** Whether the holder has ended. */
  boolean isLost() {
    return holder.isLost();
  }

  /** Stops serving. The holder keeps the socket for the next agent. */
  @Override
  public void close() {
    try {
      serving.close();
      holder.close();
    } catch (Exception e) {
      LOG.warn("cannot close the proxied socket", "error", String.valueOf(e.getMessage()));
    }
  }
}
