package dev.eci.socketproxy.takeover;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;

/** A kept socket that is answered on. */
final class ServedSocket implements AutoCloseable {
  private static final Log LOG = Log.of(ServedSocket.class);

  private final HolderConnection kept;
  private final AutoCloseable serving;

  private ServedSocket(HolderConnection kept, AutoCloseable serving) {
    this.kept = kept;
    this.serving = serving;
  }

  /** Begins; if that fails the socket is let go, so that who asks again begins anew. */
  static ServedSocket start(HolderConnection kept, ProxyServer server, Path engine) throws IOException {
    try {
      return new ServedSocket(kept, server.serve(kept.listening(), engine));
    } catch (IOException | RuntimeException | LinkageError e) {
      kept.close();
      throw e;
    }
  }

  /** Whether the keeper has ended. */
  boolean isLost() {
    return kept.isLost();
  }

  /** The keeper holds on to the socket for the next one who serves it. */
  @Override
  public void close() {
    try {
      serving.close();
      kept.close();
    } catch (Exception e) {
      LOG.warn("the filtered socket could not be closed", "error", String.valueOf(e.getMessage()));
    }
  }
}
