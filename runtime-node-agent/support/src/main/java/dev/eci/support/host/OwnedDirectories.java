package dev.eci.support.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that are ours only as long as nobody else uses them. */
public final class OwnedDirectories {
  private OwnedDirectories() {}

  public static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // somebody else's files: theirs now
    }
  }
}
