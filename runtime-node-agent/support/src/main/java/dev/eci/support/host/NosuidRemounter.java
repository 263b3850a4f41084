// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;

/** Mounts directories nosuid permanently, so that the node ignores set-user-ID bits in them. */
public interface NosuidRemounter {
  void remount(String directory) throws IOException;

  /** Whether this class mounted the directory nosuid, not the administrator. */
  boolean isManaged(String directory) throws IOException;
}
