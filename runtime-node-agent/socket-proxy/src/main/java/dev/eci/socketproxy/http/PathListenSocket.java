// SPDX-License-Identifier: Apache-2.0
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
 * A socket with a name in the file system. The name appears atomically, when the socket listens and
 * has its owner and mode, and replaces an older one.
 */
final class PathListenSocket implements ListenSocket {
  private final SocketProxy.Listen listen;
  private final Path temporary;
  private @Nullable Object inode;

  PathListenSocket(SocketProxy.Listen listen) {
    this.listen = listen;
    this.temporary = listen.socket().resolveSibling(".s" + ProcessHandle.current().pid());
  }

  @Override
  public Channel open(ServerBootstrap server) throws IOException {
    Files.deleteIfExists(temporary);
    Channel channel =
        ListenSocket.opened(
            server
                .channel(EpollServerDomainSocketChannel.class)
                .bind(new DomainSocketAddress(temporary.toString())),
            listen.socket());
    publish();
    return channel;
  }

  private void publish() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(listen.mode()));
    if (!listen.group().isEmpty()) {
      Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setGroup(
              temporary
                  .getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByGroupName(listen.group()));
    }
    inode = inode(temporary);
    Files.move(temporary, listen.socket(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Keeps the name if another process has taken it since. */
  @Override
  public void withdraw() throws IOException {
    Files.deleteIfExists(temporary);
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
