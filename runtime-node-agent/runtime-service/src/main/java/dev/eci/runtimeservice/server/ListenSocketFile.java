// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The listening socket in the file system. It gets its name only once it listens and has its mode,
 * and it replaces the socket of an older agent in one step.
 */
record ListenSocketFile(Path path, ServerSocketChannel channel, long inode) {
  private static final int BACKLOG = 512;

  static ListenSocketFile open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("the root directory is not a socket");
    }
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path unfinished = path.resolveSibling(".s" + ProcessHandle.current().pid());
    Files.deleteIfExists(unfinished);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(unfinished), BACKLOG);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return new ListenSocketFile(path, channel, inode(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /** Keeps the file if a newer agent has replaced it. */
  void close() throws IOException {
    channel.close();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && inode(path) == inode) {
      Files.delete(path);
    }
  }

  private static long inode(Path path) throws IOException {
    return UnixAttributes.read(path, LinkOption.NOFOLLOW_LINKS).inode();
  }
}
