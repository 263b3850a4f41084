// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import java.io.IOException;
import java.nio.file.Path;

/** Serves the proxied socket. */
@FunctionalInterface
public interface ProxyServer {
  /**
   * Starts to serve.
   *
   * @param listening descriptor of a socket that listens already; the server closes it
   * @param engine the engine's own socket
   */
  AutoCloseable serve(int listening, Path engine) throws IOException;
}
