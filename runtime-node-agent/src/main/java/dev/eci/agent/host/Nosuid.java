package dev.eci.agent.host;

import java.io.IOException;

/** Has the node disregard set-user-ID bits below a directory, for good. */
public interface Nosuid {
  void at(String directory) throws IOException;

  /** Whether it is our doing, not the administrator's. */
  boolean isOurs(String directory) throws IOException;
}
