// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Whether users other than root can walk to a file of the node. */
record PathReachability(HostRoot root) {
  private static final int GROUPS = 0010;
  private static final int OTHERS = 0001;

  /**
   * Whether only root can walk to the file. Only the directories that root controls count: the
   * container may be able to change the file's own mode, and the owner of a directory can change
   * its mode at any time.
   *
   * @param path without links
   */
  boolean isRootOnly(String path) {
    Path at = root.root();
    for (String name : path.substring(1).split("/", -1)) {
      try {
        UnixAttributes attributes = UnixAttributes.read(at, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRootControlled()) {
          return false;
        }
        boolean groupPasses = (attributes.mode() & GROUPS) != 0 && attributes.gid() != 0;
        if ((attributes.mode() & OTHERS) == 0 && !groupPasses) {
          return true;
        }
      } catch (IOException e) {
        return false;
      }
      at = at.resolve(name);
    }
    return false;
  }

  /**
   * Whether the file is a socket (or another file that cannot be a program), in a directory that
   * only root can change.
   *
   * @param path without links
   */
  boolean isRootControlledSpecialFile(String path) {
    Path at = root.root();
    try {
      for (String name : path.substring(1).split("/", -1)) {
        UnixAttributes attributes = UnixAttributes.read(at, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRootControlled()) {
          return false;
        }
        at = at.resolve(name);
      }
      return Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false;
    }
  }
}
