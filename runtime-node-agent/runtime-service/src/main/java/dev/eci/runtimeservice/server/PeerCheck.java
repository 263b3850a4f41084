// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Accepts connections of the user that the agent runs as, which is root on a node. Principals are
 * compared by UID, so the passwd file does not matter.
 */
record PeerCheck(UserPrincipal self) {
  /** For the owner of a socket that this process has just created. */
  static PeerCheck ownerOf(Path socket) throws IOException {
    return new PeerCheck(Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS));
  }

  boolean isAllowed(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(self);
  }
}
