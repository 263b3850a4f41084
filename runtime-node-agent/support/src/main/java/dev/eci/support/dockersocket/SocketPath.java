package dev.eci.support.dockersocket;

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
import java.util.Map;
import java.util.Optional;

/** A name of a socket. Several names can lead to one socket, since sockets can be hard-linked. */
public record SocketPath(Path path) {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int PERMISSIONS = 0777;

  /** What a file system says of a socket. */
  public record SocketAttributes(Object device, Object inode, int uid, int gid, int type, int mode) {
    /** As engines make theirs where they are told of no group. */
    public static final SocketAttributes DEFAULT = new SocketAttributes(0, 0, 0, 0, 0, 0660);

    public boolean isSameFile(SocketAttributes other) {
      return device.equals(other.device) && inode.equals(other.inode);
    }

    public boolean isSocket() {
      return type == SOCKET;
    }
  }

  public Optional<SocketAttributes> attributes() throws IOException {
    try {
      Map<String, Object> all =
          Files.readAttributes(path, "unix:dev,ino,uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
      int mode = (int) all.get("mode");
      return Optional.of(
          new SocketAttributes(
              all.get("dev"),
              all.get("ino"),
              (int) all.get("uid"),
              (int) all.get("gid"),
              mode & TYPE,
              mode & PERMISSIONS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Of a socket that has its mode already: an engine that starts sets it after it has bound. */
  public Optional<SocketAttributes> usable() throws IOException {
    return attributes().filter(found -> found.isSocket() && found.mode() != 0);
  }

  /** Whether somebody listens. A listener with a full queue counts. */
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

  /** Gives this socket the name {@code to} as well, in place of whatever has it, in one step. */
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
