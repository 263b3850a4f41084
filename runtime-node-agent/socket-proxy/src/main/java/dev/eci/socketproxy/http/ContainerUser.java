// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.io.IOException;
import java.util.Optional;

/**
 * The user of a container's processes, by the container's /etc/passwd and /etc/group. The engine
 * resolves it the same way for {@code docker cp -a} (moby, daemon/archive_tarcopyoptions_unix.go).
 */
record ContainerUser(long uid, long gid) {
  private static final int NAME = 0;
  private static final int ID = 2;
  private static final int GROUP = 3;

  /** Reads files of the container. */
  @FunctionalInterface
  interface FileReader {
    String read(String path) throws IOException;
  }

  /**
   * Empty if there is no such user. The engine reports that with its own message.
   *
   * @param user {@code USER[:GROUP]}, each a name or a number
   */
  static Optional<ContainerUser> of(String user, FileReader files) throws IOException {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    String group = colon < 0 ? "" : user.substring(colon + 1);
    Optional<ContainerUser> found =
        name.isEmpty() ? Optional.of(new ContainerUser(0, 0)) : named(name, files);
    if (found.isEmpty() || group.isEmpty()) {
      return found;
    }
    long uid = found.get().uid();
    return (isNumber(group)
            ? Optional.of(group)
            : line(files.read("/etc/group"), NAME, group).map(l -> l[ID]))
        .map(gid -> new ContainerUser(uid, number(gid)));
  }

  private static Optional<ContainerUser> named(String name, FileReader files) throws IOException {
    if (!isNumber(name)) {
      return line(files.read("/etc/passwd"), NAME, name)
          .map(l -> new ContainerUser(number(l[ID]), number(l[GROUP])));
    }
    // a number needs no entry
    long uid = number(name);
    String all;
    try {
      all = files.read("/etc/passwd");
    } catch (IOException e) {
      return Optional.of(new ContainerUser(uid, 0));
    }
    return Optional.of(
        new ContainerUser(
            uid, line(all, ID, Long.toString(uid)).map(l -> number(l[GROUP])).orElse(0L)));
  }

  private static Optional<String[]> line(String file, int field, String value) {
    return file.lines()
        .map(line -> line.strip().split(":", -1))
        .filter(line -> line.length > GROUP && line[field].equals(value))
        .findFirst();
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  /** Any other text counts as 0, as it does for engines. */
  private static long number(String text) {
    return isNumber(text) ? Long.parseLong(text) : 0;
  }
}
