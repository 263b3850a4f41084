// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files so that they exist completely or not at all, even after a power cut. */
public final class AtomicFile {
  /** Suffix of a file that is being written. A later write replaces what a crash left. */
  public static final String UNFINISHED = ".eci-unfinished";

  private AtomicFile() {}

  /** Writes {@code content} with {@code mode}, for example {@code rwxr-xr-x}. */
  public static void write(Path file, byte[] content, String mode) throws IOException {
    Path unfinished = unfinished(file, content);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(mode));
    finish(unfinished, file);
  }

  /** Replaces an existing file and keeps its owner and mode. */
  public static void replace(Path file, byte[] content) throws IOException {
    PosixFileAttributes was = Files.readAttributes(file, PosixFileAttributes.class);
    Path unfinished = unfinished(file, content);
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!was.owner().equals(view.readAttributes().owner())) {
      view.setOwner(was.owner());
    }
    if (!was.group().equals(view.readAttributes().group())) {
      view.setGroup(was.group());
    }
    Set<PosixFilePermission> mode = was.permissions();
    view.setPermissions(mode);
    finish(unfinished, file);
  }

  /** Removes the file and what a crash left of it. Returns whether the file existed. */
  public static boolean remove(Path file) throws IOException {
    Files.deleteIfExists(temporaryFile(file));
    boolean existed = Files.deleteIfExists(file);
    if (existed) {
      sync(parent(file));
    }
    return existed;
  }

  private static Path unfinished(Path file, byte[] content) throws IOException {
    Path unfinished = temporaryFile(file);
    // an attacker may have put a link there
    Files.deleteIfExists(unfinished);
    Files.write(
        unfinished,
        content,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    return unfinished;
  }

  private static void finish(Path unfinished, Path file) throws IOException {
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(file));
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
      open.force(true);
    }
  }

  private static Path temporaryFile(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no directory");
    }
    return parent;
  }
}
