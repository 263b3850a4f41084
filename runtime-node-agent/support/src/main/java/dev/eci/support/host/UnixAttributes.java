// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What stat(2) says about a file.
 *
 * @param device with {@code inode}, identifies the file
 * @param mode type and permissions
 */
public record UnixAttributes(long device, long inode, int uid, int gid, int mode) {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int PERMISSIONS = 0777;
  private static final int WRITABLE_BY_OTHERS = 0022;

  public static UnixAttributes read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, "unix:dev,ino,uid,gid,mode", options);
    return new UnixAttributes(
        number(all, "dev").longValue(),
        number(all, "ino").longValue(),
        number(all, "uid").intValue(),
        number(all, "gid").intValue(),
        number(all, "mode").intValue());
  }

  public boolean isSocket() {
    return (mode & TYPE) == SOCKET;
  }

  public boolean isDevice() {
    int type = mode & TYPE;
    return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
  }

  /** Whether only root can add and replace files in this directory. */
  public boolean isRootControlled() {
    return uid == 0 && (mode & WRITABLE_BY_OTHERS) == 0;
  }

  public int permissions() {
    return mode & PERMISSIONS;
  }

  /** The file system provider returns every attribute that was requested. */
  private static Number number(Map<String, Object> all, String name) {
    return (Number) Objects.requireNonNull(all.get(name));
  }
}
