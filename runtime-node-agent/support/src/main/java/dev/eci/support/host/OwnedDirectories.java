// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that ECI created and removes, unless other files are in them. */
public final class OwnedDirectories {
  private OwnedDirectories() {}

  public static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // other programs use the directory
    }
  }
}
