package dev.eci.agent.caller;

import java.io.IOException;

/** Holds on to the peer's process, so that its pid cannot come to mean another one unnoticed. */
final class PeerHandle implements AutoCloseable {
  private final Peer peer;
  private final int pidfd;

  private PeerHandle(Peer peer, int pidfd) {
    this.peer = peer;
    this.pidfd = pidfd;
  }

  /**
   * Of an accepted connection.
   *
   * @param fd its descriptor, which stays the caller's to close
   * @throws IOException if the process has ended: then its pid says nothing
   */
  static PeerHandle of(int fd) throws IOException {
    Peer peer = SystemCalls.peer(fd);
    if (peer.pid() <= 0) {
      throw new IOException("the peer is in no pid namespace that is seen from here");
    }
    // before Linux 6.5 the pid is all there is; what happens until here is caught by the uid alone
    int pidfd = SystemCalls.peerPidfd(fd).orElse(-1);
    return new PeerHandle(peer, pidfd >= 0 ? pidfd : SystemCalls.pidfdOpen(peer.pid()));
  }

  Peer peer() {
    return peer;
  }

  /** What was read of its /proc directory before this says true, was about this process. */
  boolean alive() throws IOException {
    return SystemCalls.runs(pidfd);
  }

  @Override
  public void close() {
    SystemCalls.close(pidfd);
  }
}
