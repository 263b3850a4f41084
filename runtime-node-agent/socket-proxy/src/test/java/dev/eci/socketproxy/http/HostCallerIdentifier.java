// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import io.netty.channel.unix.PeerCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Treats every caller as a process of the host, with the user that the kernel reports. */
final class HostCallerIdentifier implements CallerIdentifier {
  @Override
  public CompletionStage<Caller> identify(Connection connection) {
    PeerCredentials peer = connection.peer();
    return CompletableFuture.completedFuture(
        new Caller.Host(Integer.toUnsignedLong(peer.uid()), group(peer), peer.pid()));
  }

  private static long group(PeerCredentials peer) {
    int[] groups = peer.gids();
    return groups.length == 0 ? -1 : Integer.toUnsignedLong(groups[0]);
  }
}
