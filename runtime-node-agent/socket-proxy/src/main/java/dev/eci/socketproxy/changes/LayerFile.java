// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the engine compares of a file (github.com/moby/go-archive, changes_unix.go).
 *
 * @param mode type and permissions
 * @param capability the extended attribute {@code security.capability}, as hexadecimal digits
 */
record LayerFile(
    int mode, int uid, int gid, long device, long size, Instant modified, String capability) {
  static final String ATTRIBUTES = "unix:mode,uid,gid,rdev,size,lastModifiedTime";

  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;

  /**
   * Without its capability.
   *
   * @param attributes {@link #ATTRIBUTES} of the file
   */
  static LayerFile of(Map<String, Object> attributes) {
    return new LayerFile(
        (int) number(attributes, "mode"),
        (int) number(attributes, "uid"),
        (int) number(attributes, "gid"),
        number(attributes, "rdev"),
        number(attributes, "size"),
        ((FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"))).toInstant(),
        "");
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  LayerFile withCapability(String value) {
    return new LayerFile(mode, uid, gid, device, size, modified, value);
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isSame(LayerFile other) {
    return mode == other.mode
        && uid == other.uid
        && gid == other.gid
        && device == other.device
        && capability.equals(other.capability)
        && (isDirectory() || (size == other.size && isSameTime(other)));
  }

  private boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** Archives may have no fractions of seconds. */
  private boolean isSameTime(LayerFile other) {
    return modified.getEpochSecond() == other.modified.getEpochSecond()
        && (modified.getNano() == other.modified.getNano()
            || modified.getNano() == 0
            || other.modified.getNano() == 0);
  }
}
