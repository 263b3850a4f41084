// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

/** How a file of a container compares with the image's file of the same path. */
@FunctionalInterface
public interface LayerComparison {
  /** What a container did to a file. */
  enum Result {
    /** It is the image's own file. */
    IN_IMAGE_ONLY,
    /** It was copied to the container's own layer, but not changed there. */
    COPIED,
    /** It was changed, or cannot be compared. */
    CHANGED
  }

  /**
   * Compares a file that both have.
   *
   * @param path absolute, in the container
   */
  Result compare(String path);
}
