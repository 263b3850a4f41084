package dev.eci.socketproxy.takeover;

import java.io.IOException;
import java.nio.file.Path;

/** Answers on the filtered socket. */
@FunctionalInterface
public interface ProxyServer {
  /**
   * Begins.
   *
   * @param listening descriptor of a socket that listens already; the server closes it
   * @param engine where the engine itself can be asked
   */
  AutoCloseable serve(int listening, Path engine) throws IOException;
}
