package dev.eci.socketproxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.socketproxy.takeover.SocketTakeover.Seen;
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

/** With sockets of this very process in the roles of engine and filter. */
class TakeoverTest {
  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();
  private ServerSocketChannel filter;
  private ServerSocketChannel engine;

  @BeforeEach
  void sockets() throws IOException {
    Files.createDirectory(directory.resolve("root"));
    filter = listen(filtered());
    engine = listen(publicly());
    Files.setPosixFilePermissions(publicly(), PosixFilePermissions.fromString("rw-rw----"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void thePublicPathIsOursAndTheEnginesOwnIsRoots() throws IOException {
    assertThat(takeover().pass(false)).isEqualTo(Seen.ENGINES);
    assertThat(takeover().look()).isEqualTo(Seen.FILTERED);
    reaches(publicly(), filter);
    reaches(engines(), engine);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(publicly())))
        .isEqualTo("rw-rw----");
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "filtered.sock", "root");
  }

  @Test
  void whoIsConnectedStaysConnected() throws IOException {
    SocketChannel before = connect(publicly());
    SocketChannel accepted = keep(engine.accept());
    takeover().pass(false);
    say(before, "x");
    assertThat(hear(accepted)).isEqualTo("x");
    takeover().giveBack();
    say(accepted, "y");
    assertThat(hear(before)).isEqualTo("y");
  }

  @Test
  void anEngineThatStartsAnewIsTakenOverAgainAndOursStaysTheSame() throws IOException {
    takeover().pass(false);
    Object inode = inode(publicly());
    engine.close();
    // as dockerd does: whatever is there goes
    Files.delete(publicly());
    engine = listen(publicly());
    assertThat(takeover().pass(false)).isEqualTo(Seen.ENGINES);
    reaches(publicly(), filter);
    reaches(engines(), engine);
    assertThat(inode(publicly())).isEqualTo(inode);
  }

  @Test
  void anEngineThatIsJustStartingIsNotDisturbed() throws IOException {
    takeover().pass(false);
    Files.delete(publicly());
    assertThat(takeover().pass(false)).isEqualTo(Seen.ABSENT);
    assertThat(publicly()).doesNotExist();
    ServerSocketChannel ended = listen(publicly());
    ended.close();
    assertThat(takeover().pass(false)).isEqualTo(Seen.SILENT);
    assertThat(takeover().look()).isEqualTo(Seen.SILENT);
    takeover().pass(true);
    reaches(publicly(), filter);
  }

  @Test
  void anEngineThatHasStoppedLeavesOursInPlace() throws IOException {
    takeover().pass(false);
    engine.close();
    Files.delete(publicly());
    takeover().pass(true);
    reaches(publicly(), filter);
  }

  @Test
  void modesThatTheEngineSetsLateReachOurs() throws IOException {
    Files.setPosixFilePermissions(publicly(), PosixFilePermissions.fromString("---------"));
    takeover().pass(false);
    // dockerd goes on by name, and means its own
    Files.setPosixFilePermissions(publicly(), PosixFilePermissions.fromString("rw-rw----"));
    takeover().pass(false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(filtered())))
        .isEqualTo("rw-rw----");
    takeover().giveBack();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(publicly())))
        .isEqualTo("rw-rw----");
  }

  @Test
  void somethingElseAtThePathIsLeftAlone() throws IOException {
    Files.delete(publicly());
    Files.createDirectory(publicly());
    assertThat(takeover().pass(true)).isEqualTo(Seen.OTHER);
    assertThat(publicly()).isDirectory();
  }

  @Test
  void givenBackItIsAsItWas() throws IOException {
    Object inode = inode(publicly());
    takeover().pass(false);
    takeover().giveBack();
    reaches(publicly(), engine);
    assertThat(inode(publicly())).isEqualTo(inode);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
    assertThat(engines()).doesNotExist();
  }

  @Test
  void givenBackWhileTheEngineIsAwayNothingIsLeft() throws IOException {
    takeover().pass(false);
    engine.close();
    takeover().giveBack();
    assertThat(names()).containsExactly("root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopted", "imitated", "placed"})
  void whereverItEndsTheNextOneGoesOn(String step) throws IOException {
    assertThatThrownBy(() -> takeover(endingAt(step)).pass(false)).isInstanceOf(Ended.class);
    assertThat(new SocketPath(publicly()).live()).isTrue();
    takeover().pass(false);
    reaches(publicly(), filter);
    reaches(engines(), engine);
    takeover().giveBack();
    reaches(publicly(), engine);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"given back", "engine's removed", "ours removed"})
  void whereverGivingBackEndsItCanBeDoneAgain(String step) throws IOException {
    takeover().pass(false);
    assertThatThrownBy(() -> takeover(endingAt(step)).giveBack()).isInstanceOf(Ended.class);
    reaches(publicly(), engine);
    takeover().giveBack();
    reaches(publicly(), engine);
    assertThat(names()).containsExactlyInAnyOrder("docker.sock", "root");
  }

  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Consumer<String> endingAt(String step) {
    return reached -> {
      if (reached.equals(step)) {
        throw new Ended();
      }
    };
  }

  private SocketTakeover takeover() {
    return takeover(_ -> {});
  }

  private SocketTakeover takeover(Consumer<String> reached) {
    return new SocketTakeover(
        new SocketPath(publicly()), new SocketPath(filtered()), new SocketPath(engines()), reached);
  }

  private Path publicly() {
    return directory.resolve("docker.sock");
  }

  private Path filtered() {
    return directory.resolve("filtered.sock");
  }

  private Path engines() {
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
    say(client, "hello");
    assertThat(hear(accepted)).isEqualTo("hello");
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

  private static void say(SocketChannel to, String text) throws IOException {
    to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String hear(SocketChannel from) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(64);
    from.read(heard);
    return new String(heard.array(), 0, heard.position(), StandardCharsets.US_ASCII);
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino");
  }
}
