package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** Whether anybody but root can walk to a file of the node. */
record PathReachability(HostRoot root) {
  private static final int GROUPS = 0010;
  private static final int OTHERS = 0001;
  private static final int WRITABLE = 0022;

  /**
   * Only what root alone decides on counts: the file's own mode may be the container's to change,
   * and whoever owns a directory may change its mode at any time.
   *
   * @param path without links
   */
  boolean isRootOnly(String path) {
    Path at = root.root();
    for (String name : path.substring(1).split("/", -1)) {
      try {
        Map<String, Object> about =
            Files.readAttributes(at, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) about.get("mode");
        if (!about.get("uid").equals(0) || (mode & WRITABLE) != 0) {
          return false;
        }
        boolean groupPasses = (mode & GROUPS) != 0 && !about.get("gid").equals(0);
        if ((mode & OTHERS) == 0 && !groupPasses) {
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
   * Whether it is a socket (or something else that holds no program), where root alone decides what
   * is there.
   *
   * @param path without links
   */
  boolean isRootControlledSpecialFile(String path) {
    Path at = root.root();
    try {
      for (String name : path.substring(1).split("/", -1)) {
        Map<String, Object> about =
            Files.readAttributes(at, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!about.get("uid").equals(0) || ((Integer) about.get("mode") & WRITABLE) != 0) {
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
