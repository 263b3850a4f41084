// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.Caller;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the kernel that runs the test. */
class PeerCallerIdentifierTest {
  @TempDir private Path directory;

  @Test
  void identifiesThisProcessAsHost() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel client = SocketChannel.open(address);
          Accepted accepted = accept(server)) {
        assertThat(client.isConnected()).isTrue();
        int fd = accepted.fd();
        long pid = ProcessHandle.current().pid();
        assertThat(NativeCalls.peer(fd).pid()).isEqualTo(pid);
        assertThat(callers().identify(fd).toCompletableFuture().get())
            .isInstanceOfSatisfying(
                Caller.Host.class, host -> assertThat(host.pid()).isEqualTo(pid));
      }
    }
  }

  @Test
  void rejectsProcessThatHasEnded() throws Exception {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process client =
          new ProcessBuilder(
                  "perl",
                  "-MSocket",
                  "-e",
                  "socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un($ARGV[0])) or die;"
                      + " if (fork() == 0) { sleep 60 }",
                  socket.toString())
              .start();
      try (Accepted accepted = accept(server)) {
        assertThat(client.waitFor()).isZero();
        assertThat(callers().identify(accepted.fd()).toCompletableFuture().get())
            .isInstanceOfSatisfying(
                Caller.Unknown.class,
                unknown -> assertThat(unknown.reason()).contains("has ended"));
      } finally {
        client.descendants().forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static PeerCallerIdentifier callers() {
    return new PeerCallerIdentifier(
        new HostRoot(Path.of("/")),
        Path.of("/proc"),
        () -> List.of("self"),
        _ -> Optional.empty(),
        IdRangeOwners.NONE);
  }

  /** The JDK does not show its descriptors, but the kernel does. */
  private static Accepted accept(ServerSocketChannel server) throws IOException {
    Set<String> before = sockets();
    SocketChannel channel = server.accept();
    Set<String> after = sockets();
    after.removeAll(before);
    assertThat(after).hasSize(1);
    return new Accepted(channel, Integer.parseInt(after.iterator().next()));
  }

  private record Accepted(SocketChannel channel, int fd) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static Set<String> sockets() throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : open.toList()) {
        if (Files.isSymbolicLink(fd)
            && Files.readSymbolicLink(fd).toString().startsWith("socket:")) {
          sockets.add(fd.getFileName().toString());
        }
      }
    }
    return sockets;
  }
}
