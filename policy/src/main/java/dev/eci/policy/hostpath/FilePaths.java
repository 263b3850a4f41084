// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

/** Paths within a file system, as text: no name in them is a link. */
public final class FilePaths {
  private FilePaths() {}

  /** Whether {@code path} is {@code directory} or lies below it. */
  public static boolean isBelow(String path, String directory) {
    return directory.equals("/")
        || (path.startsWith(directory)
            && (path.length() == directory.length() || path.charAt(directory.length()) == '/'));
  }

  /** The rest of {@code path} below {@code directory}, with the slash in front. */
  public static String below(String path, String directory) {
    return path.substring(directory.equals("/") ? 0 : directory.length());
  }

  /** A directory and the {@linkplain #below rest} of a path. */
  public static String join(String directory, String rest) {
    if (directory.equals("/")) {
      return rest.isEmpty() ? directory : rest;
    }
    return rest.equals("/") ? directory : directory + rest;
  }
}
