// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import java.io.IOException;

/** Pins the process of the peer, so that a reuse of its PID for another process is detected. */
final class PinnedPeer implements AutoCloseable {
  private final Peer peer;
  private final int pidfd;

  private PinnedPeer(Peer peer, int pidfd) {
    this.peer = peer;
    this.pidfd = pidfd;
  }

  /**
   * For an accepted connection.
   *
   * @param fd its descriptor, which the caller closes
   * @throws IOException if the process has ended: then its PID identifies nothing
   */
  static PinnedPeer of(int fd) throws IOException {
    Peer peer = NativeCalls.peer(fd);
    if (peer.pid() <= 0) {
      throw new IOException("its pid namespace is not visible to the proxy");
    }
    // before Linux 6.5 there is only the PID; a reuse before this line shows by the UID at most
    int pidfd = NativeCalls.peerPidfd(fd).orElse(-1);
    return new PinnedPeer(peer, pidfd >= 0 ? pidfd : NativeCalls.pidfdOpen(peer.pid()));
  }

  Peer peer() {
    return peer;
  }

  /** If true, everything read from its /proc directory before was about this process. */
  boolean isAlive() throws IOException {
    return NativeCalls.isRunning(pidfd);
  }

  @Override
  public void close() {
    NativeCalls.close(pidfd);
  }
}
