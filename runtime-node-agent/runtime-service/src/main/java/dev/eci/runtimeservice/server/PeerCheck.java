package dev.eci.runtimeservice.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may ask: the user that the agent itself runs as, which is root on a node. Principals are
 * compared by uid, so no passwd file has a say.
 */
record PeerCheck(UserPrincipal self) {
  /** The owner of what this process just created. */
  static PeerCheck ownerOf(Path socket) throws IOException {
    return new PeerCheck(Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS));
  }

  boolean isAllowed(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(self);
  }
}
