// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockersocket;

import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A path of a socket. One socket can have several paths, because sockets can be hard-linked. */
public record SocketPath(Path path) {
  /**
   * The attributes of a socket in the file system.
   *
   * @param mode permissions
   */
  public record SocketAttributes(
      long device, long inode, int uid, int gid, boolean isSocket, int mode) {
    /** Those of an engine's socket where no group is configured. */
    public static final SocketAttributes DEFAULT = new SocketAttributes(0, 0, 0, 0, false, 0660);

    private static SocketAttributes of(UnixAttributes file) {
      return new SocketAttributes(
          file.device(), file.inode(), file.uid(), file.gid(), file.isSocket(), file.permissions());
    }

    public boolean isSameFile(SocketAttributes other) {
      return device == other.device && inode == other.inode;
    }
  }

  public Optional<SocketAttributes> attributes() throws IOException {
    try {
      return Optional.of(SocketAttributes.of(UnixAttributes.read(path, LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Empty until the socket has its mode: a starting engine sets it after bind(2). */
  public Optional<SocketAttributes> usable() throws IOException {
    return attributes().filter(found -> found.isSocket() && found.mode() != 0);
  }

  /** Whether a process listens. A listener with a full queue counts. */
  public boolean isListening() throws IOException {
    if (attributes().filter(SocketAttributes::isSocket).isEmpty()) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return attributes().isPresent();
    }
  }

  /** Adds {@code to} as a path of this socket and replaces the file there, in one step. */
  public void linkOver(Path to) throws IOException {
    Path unfinished = to.resolveSibling("." + to.getFileName() + ".eci");
    Files.deleteIfExists(unfinished);
    Files.createLink(unfinished, path);
    try {
      Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // rename(2) does nothing where both are the same socket
      Files.deleteIfExists(unfinished);
    }
  }

  /** Sets owner, group and mode. */
  public void copyOwnership(SocketAttributes other) throws IOException {
    Files.setAttribute(path, "unix:uid", other.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", other.gid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:mode", other.mode());
  }
}
