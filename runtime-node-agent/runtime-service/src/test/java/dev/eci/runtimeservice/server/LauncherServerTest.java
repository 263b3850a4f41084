package dev.eci.runtimeservice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.runtimeservice.oci.SpecSamples;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, and clients of every kind. */
@Timeout(60)
class LauncherServerTest {
  private static final String HEADER =
      "{\"protocol\":5,\"verb\":\"create\",\"id\":\"x\",\"bundle\":\"/b\",\"args\":[]}";

  private static final byte[] MOUNTS =
      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path path;
  private LauncherServer server;
  private volatile Function<CreateRequest, CreateResponse> service = LauncherServerTest::yes;

  private static CreateResponse run(Optional<byte[]> config) {
    return new CreateResponse.Allow(config, Optional.empty(), List.of(), List.of());
  }

  private static CreateResponse yes(CreateRequest createRequest) {
    return run(Optional.empty());
  }

  @BeforeEach
  void start() throws IOException {
    path = directory.resolve("eci/agent.sock");
    server = LauncherServer.start(path, Duration.ofSeconds(2), r -> service.apply(r));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private static void send(SocketChannel channel, byte[] content) throws IOException {
    channel.write(ByteBuffer.allocate(4).putInt(content.length).flip());
    channel.write(ByteBuffer.wrap(content));
  }

  /** The agent may have refused, and closed, before it read all; the answer tells. */
  private static void sendRemaining(SocketChannel channel, byte[]... frames) {
    try {
      for (byte[] frame : frames) {
        send(channel, frame);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("Broken pipe");
    }
  }

  private static byte[] receive(SocketChannel channel) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    return in.readNBytes(in.readInt());
  }

  private String request(String header, byte[] config) throws IOException {
    try (SocketChannel channel = connect()) {
      send(channel, header.getBytes(StandardCharsets.UTF_8));
      sendRemaining(channel, config, MOUNTS);
      String answer = new String(receive(channel), StandardCharsets.UTF_8);
      return answer + new String(receive(channel), StandardCharsets.UTF_8);
    }
  }

  private void stillServes() throws IOException {
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .isEqualTo(
            "{\"protocol\":5,\"decision\":\"allow\",\"message\":\"\",\"rootfs\":null,\"binds\":[]}");
  }

  @Test
  void answersAndRestrictsSocketPermissions() throws IOException {
    stillServes();
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(path.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void returnsRewrittenConfig() throws IOException {
    service = _ -> run(Optional.of("{\"new\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .endsWith("\"rootfs\":null,\"binds\":[]}{\"new\":1}");
  }

  @Test
  void reportsReasonForUnreadableRequest() throws IOException {
    byte[] good = SpecSamples.config("good-container");
    assertThat(request("not json", good)).contains("\"deny\"", "no valid JSON");
    assertThat(request(HEADER.replace(":5,", ":4,"), good))
        .contains("\"deny\"", "different versions");
    assertThat(request(HEADER.replace("create", "delete"), good))
        .contains("\"deny\"", "unknown verb");
    assertThat(request("{\"protocol\":5,\"verb\":\"create\"}", good)).contains("\"deny\"", "lacks");
    assertThat(request(HEADER, "{".getBytes(StandardCharsets.UTF_8))).contains("\"deny\"");
    assertThat(request(HEADER, new byte[0])).contains("\"deny\"");
    assertThat(request(HEADER, new byte[CreateExchange.LARGEST_CONFIG + 1]))
        .contains("\"deny\"", "bytes");
    stillServes();
  }

  @Test
  void survivesAServiceThatFails() throws IOException {
    service =
        _ -> {
          throw new IllegalStateException("bug");
        };
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .contains("\"deny\"")
        .doesNotContain("bug");
    service = LauncherServerTest::yes;
    stillServes();
  }

  @Test
  void closesConnectionOnExcessiveLength() throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.allocate(4).putInt(-1).flip());
      assertThatThrownBy(() -> receive(channel)).isInstanceOf(IOException.class);
    }
    stillServes();
  }

  @Test
  void closesSlowClientsAfterTimeout() throws IOException {
    List<SocketChannel> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      SocketChannel channel = connect();
      channel.write(ByteBuffer.wrap(new byte[] {0, 0}));
      slow.add(channel);
    }
    assertThatThrownBy(() -> receive(slow.getFirst())).isInstanceOf(EOFException.class);
    stillServes();
    for (SocketChannel channel : slow) {
      channel.close();
    }
  }

  @Test
  void toleratesClientThatDisconnects() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (SocketChannel channel = connect()) {
        send(channel, HEADER.getBytes(StandardCharsets.UTF_8));
      }
    }
    stillServes();
  }

  @Test
  void finishesPendingRequestsBeforeClose() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    service =
        _ -> {
          asked.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return run(Optional.empty());
        };
    try (SocketChannel channel = connect()) {
      send(channel, HEADER.getBytes(StandardCharsets.UTF_8));
      send(channel, SpecSamples.config("good-container"));
      send(channel, MOUNTS);
      asked.await();
      Thread closing = Thread.ofVirtual().start(this::close);
      while (Files.exists(path)) {
        Thread.sleep(10);
      }
      go.countDown();
      assertThat(new String(receive(channel), StandardCharsets.UTF_8)).contains("\"allow\"");
      closing.join();
    }
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  private void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void newerAgentReplacesSocketAndKeepsIt() throws IOException {
    try (LauncherServer newer =
        LauncherServer.start(
            path, Duration.ofSeconds(2), _ -> CreateResponse.Deny.because("newer"))) {
      assertThat(request(HEADER, SpecSamples.config("good-container"))).contains("newer");
      server.close();
      assertThat(request(HEADER, SpecSamples.config("good-container"))).contains("newer");
      assertThat(newer).isNotNull();
    }
    assertThat(path).doesNotExist();
  }
}
