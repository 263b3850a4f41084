package dev.eci.socketproxy.peeridentity;

import java.io.IOException;

/** Holds on to the peer's process, so that its pid cannot come to mean another one unnoticed. */
final class PinnedPeer implements AutoCloseable {
  private final Peer peer;
  private final int pidfd;

  private PinnedPeer(Peer peer, int pidfd) {
    this.peer = peer;
    this.pidfd = pidfd;
  }

  /**
   * Of an accepted connection.
   *
   * @param fd its descriptor, which stays the caller's to close
   * @throws IOException if the process has ended: then its pid says nothing
   */
  static PinnedPeer of(int fd) throws IOException {
    Peer peer = NativeCalls.peer(fd);
    if (peer.pid() <= 0) {
      throw new IOException("the peer is in no pid namespace that is seen from here");
    }
    // before Linux 6.5 the pid is all there is; what happens until here is caught by the uid alone
    int pidfd = NativeCalls.peerPidfd(fd).orElse(-1);
    return new PinnedPeer(peer, pidfd >= 0 ? pidfd : NativeCalls.pidfdOpen(peer.pid()));
  }

  Peer peer() {
    return peer;
  }

  /** What was read of its /proc directory before this says true, was about this process. */
  boolean isAlive() throws IOException {
    return NativeCalls.isRunning(pidfd);
  }

  @Override
  public void close() {
    NativeCalls.close(pidfd);
  }
}
