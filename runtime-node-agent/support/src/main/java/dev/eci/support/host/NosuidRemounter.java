package dev.eci.support.host;

import java.io.IOException;

/** Has the node disregard set-user-ID bits below a directory, for good. */
public interface NosuidRemounter {
  void remount(String directory) throws IOException;

  /** Whether it is our doing, not the administrator's. */
  boolean isManaged(String directory) throws IOException;
}
