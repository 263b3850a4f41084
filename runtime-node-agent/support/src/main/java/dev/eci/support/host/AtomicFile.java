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

/** Files that are there whole or not at all, also after a power cut. */
public final class AtomicFile {
  /** Ends the name of a file that is still being written; what a crash left is overwritten. */
  public static final String UNFINISHED = ".eci-unfinished";

  private AtomicFile() {}

  /** Writes {@code content} with {@code mode}, for example {@code rwxr-xr-x}. */
  public static void write(Path file, byte[] content, String mode) throws IOException {
    Path unfinished = unfinished(file, content);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(mode));
    finish(unfinished, file);
  }

  /** Replaces an existing file; owner and mode stay. */
  public static void replace(Path file, byte[] content) throws IOException {
    PosixFileAttributes was = Files.readAttributes(file, PosixFileAttributes.class);
    Path unfinished = unfinished(file, content);
    PosixFileAttributeView about =
        Files.getFileAttributeView(
            unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!was.owner().equals(about.readAttributes().owner())) {
      about.setOwner(was.owner());
    }
    if (!was.group().equals(about.readAttributes().group())) {
      about.setGroup(was.group());
    }
    Set<PosixFilePermission> mode = was.permissions();
    about.setPermissions(mode);
    finish(unfinished, file);
  }

  /** Removes the file and what a crash left of it; tells whether the file was there. */
  public static boolean remove(Path file) throws IOException {
    Files.deleteIfExists(temporaryFile(file));
    boolean there = Files.deleteIfExists(file);
    if (there) {
      sync(parent(file));
    }
    return there;
  }

  private static Path unfinished(Path file, byte[] content) throws IOException {
    Path unfinished = temporaryFile(file);
    // what lies there may be a link that somebody planted
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
