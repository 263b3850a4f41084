package dev.eci.socketproxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The socket's name in the file system: it appears when the socket listens and has its owner and
 * mode, and takes an older one's place in one step.
 */
final class PathListenSocket implements ListenSocket {
  private final SocketProxy.Listen listen;
  private final Path unfinished;
  private @Nullable Object inode;

  PathListenSocket(SocketProxy.Listen listen) {
    this.listen = listen;
    this.unfinished = listen.socket().resolveSibling(".s" + ProcessHandle.current().pid());
  }

  @Override
  public Channel open(ServerBootstrap server) throws IOException {
    Files.deleteIfExists(unfinished);
    Channel channel =
        ListenSocket.opened(
            server
                .channel(EpollServerDomainSocketChannel.class)
                .bind(new DomainSocketAddress(unfinished.toString())),
            listen.socket());
    publish();
    return channel;
  }

  private void publish() throws IOException {
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(listen.mode()));
    if (!listen.group().isEmpty()) {
      Files.getFileAttributeView(
              unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setGroup(
              unfinished
                  .getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByGroupName(listen.group()));
    }
    inode = inode(unfinished);
    Files.move(unfinished, listen.socket(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Leaves the name alone if somebody else has taken it since. */
  @Override
  public void withdraw() throws IOException {
    Files.deleteIfExists(unfinished);
    if (inode != null
        && Files.exists(listen.socket(), LinkOption.NOFOLLOW_LINKS)
        && inode(listen.socket()).equals(inode)) {
      Files.delete(listen.socket());
    }
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }
}
