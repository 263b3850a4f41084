// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

/** Maps the owners of archive entries. */
@FunctionalInterface
public interface OwnerMapper {
  /**
   * Maps the user or the group of an entry.
   *
   * @param path the entry's name in the archive
   */
  long map(String path, long id);
}
