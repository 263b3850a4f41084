// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.socketproxy.takeover.SocketTakeover.PathState;
import dev.eci.support.dockersocket.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of the test process act as engine and proxy. */
class SocketTakeoverTest {
  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();
  private ServerSocketChannel proxy;
  private ServerSocketChannel engine;

  @BeforeEach
  void sockets() throws IOException {
    Files.createDirectory(directory.resolve("root"));
    proxy = listen(proxySocket());
    engine = listen(publicSocket());
    Files.setPosixFilePermissions(publicSocket(), PosixFilePermissions.fromString("rw-rw----"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void takesOverPublicPathAndKeepsEngineSocketForRoot() throws IOException {
    assertThat(takeover().reconcile(false)).isEqualTo(PathState.LISTENING);
    assertThat(takeover().inspect()).isEqualTo(PathState.PROXIED);
    reaches(publicSocket(), proxy);
    reaches(engineSocket(), engine);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(publicSocket())))
        .isEqualTo("rw-rw----");
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "proxied.sock", "root");
  }

  @Test
  void keepsExistingConnections() throws IOException {
    SocketChannel before = connect(publicSocket());
    SocketChannel accepted = keep(engine.accept());
    takeover().reconcile(false);
    send(before, "x");
    assertThat(receive(accepted)).isEqualTo("x");
    takeover().restore();
    send(accepted, "y");
    assertThat(receive(before)).isEqualTo("y");
  }

  @Test
  void takesOverRestartedEngineWithSameProxySocket() throws IOException {
    takeover().reconcile(false);
    Object inode = inode(publicSocket());
    engine.close();
    // dockerd, too, replaces whatever is there
    Files.delete(publicSocket());
    engine = listen(publicSocket());
    assertThat(takeover().reconcile(false)).isEqualTo(PathState.LISTENING);
    reaches(publicSocket(), proxy);
    reaches(engineSocket(), engine);
    assertThat(inode(publicSocket())).isEqualTo(inode);
  }

  @Test
  void leavesPathOfStartingEngineAlone() throws IOException {
    takeover().reconcile(false);
    Files.delete(publicSocket());
    assertThat(takeover().reconcile(false)).isEqualTo(PathState.ABSENT);
    assertThat(publicSocket()).doesNotExist();
    ServerSocketChannel ended = listen(publicSocket());
    ended.close();
    assertThat(takeover().reconcile(false)).isEqualTo(PathState.NOT_LISTENING);
    assertThat(takeover().inspect()).isEqualTo(PathState.NOT_LISTENING);
    takeover().reconcile(true);
    reaches(publicSocket(), proxy);
  }

  @Test
  void restoresProxySocketWhenEngineHasStopped() throws IOException {
    takeover().reconcile(false);
    engine.close();
    Files.delete(publicSocket());
    takeover().reconcile(true);
    reaches(publicSocket(), proxy);
  }

  @Test
  void appliesLateModeChangesOfEngine() throws IOException {
    Files.setPosixFilePermissions(publicSocket(), PosixFilePermissions.fromString("---------"));
    takeover().reconcile(false);
    // dockerd continues by name, and means its own socket
    Files.setPosixFilePermissions(publicSocket(), PosixFilePermissions.fromString("rw-rw----"));
    takeover().reconcile(false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(proxySocket())))
        .isEqualTo("rw-rw----");
    takeover().restore();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(publicSocket())))
        .isEqualTo("rw-rw----");
  }

  @Test
  void leavesNonSocketAtPathAlone() throws IOException {
    Files.delete(publicSocket());
    Files.createDirectory(publicSocket());
    assertThat(takeover().reconcile(true)).isEqualTo(PathState.OTHER);
    assertThat(publicSocket()).isDirectory();
  }

  @Test
  void restoresOriginalSocket() throws IOException {
    Object inode = inode(publicSocket());
    takeover().reconcile(false);
    takeover().restore();
    reaches(publicSocket(), engine);
    assertThat(inode(publicSocket())).isEqualTo(inode);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
    assertThat(engineSocket()).doesNotExist();
  }

  @Test
  void leavesNothingWhenRestoredWithoutEngine() throws IOException {
    takeover().reconcile(false);
    engine.close();
    takeover().restore();
    assertThat(names()).containsExactly("root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine linked", "ownership copied", "proxy linked"})
  void continuesTakeoverAfterCrashAtEachStep(String step) throws IOException {
    assertThatThrownBy(() -> takeover(crashAt(step)).reconcile(false))
        .isInstanceOf(SimulatedCrashException.class);
    assertThat(new SocketPath(publicSocket()).isListening()).isTrue();
    takeover().reconcile(false);
    reaches(publicSocket(), proxy);
    reaches(engineSocket(), engine);
    takeover().restore();
    reaches(publicSocket(), engine);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"restored", "engine removed", "proxied removed"})
  void repeatsRestoreAfterCrashAtEachStep(String step) throws IOException {
    takeover().reconcile(false);
    assertThatThrownBy(() -> takeover(crashAt(step)).restore())
        .isInstanceOf(SimulatedCrashException.class);
    reaches(publicSocket(), engine);
    takeover().restore();
    reaches(publicSocket(), engine);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
  }

  private static final class SimulatedCrashException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Consumer<String> crashAt(String step) {
    return reached -> {
      if (reached.equals(step)) {
        throw new SimulatedCrashException();
      }
    };
  }

  private SocketTakeover takeover() {
    return takeover(_ -> {});
  }

  private SocketTakeover takeover(Consumer<String> reached) {
    return new SocketTakeover(
        new SocketPath(publicSocket()),
        new SocketPath(proxySocket()),
        new SocketPath(engineSocket()),
        reached);
  }

  private Path publicSocket() {
    return directory.resolve("docker.sock");
  }

  private Path proxySocket() {
    return directory.resolve("proxied.sock");
  }

  private Path engineSocket() {
    return directory.resolve("root/docker.sock");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void reaches(Path path, ServerSocketChannel listener) throws IOException {
    listener.configureBlocking(false);
    for (SocketChannel left = listener.accept(); left != null; left = listener.accept()) {
      left.close();
    }
    SocketChannel client = connect(path);
    SocketChannel accepted = listener.accept();
    assertThat(accepted).as("%s leads there", path).isNotNull();
    keep(accepted);
    send(client, "hello");
    assertThat(receive(accepted)).isEqualTo("hello");
    listener.configureBlocking(true);
  }

  private ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel channel = keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
    channel.bind(UnixDomainSocketAddress.of(path));
    return channel;
  }

  private SocketChannel connect(Path path) throws IOException {
    return keep(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  private <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }

  private static void send(SocketChannel to, String text) throws IOException {
    to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String receive(SocketChannel from) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(64);
    from.read(heard);
    return new String(heard.array(), 0, heard.position(), StandardCharsets.US_ASCII);
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino");
  }
}
