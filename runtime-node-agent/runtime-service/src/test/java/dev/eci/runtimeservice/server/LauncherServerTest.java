// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.runtimeservice.oci.CreatePlan;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses real sockets, and clients of every kind. */
@Timeout(60)
class LauncherServerTest {
  private static final String HEADER =
      "{\"protocol\":6,\"verb\":\"create\",\"id\":\"x\",\"bundle\":\"/b\",\"args\":[]}";

  private static final byte[] MOUNTS =
      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Path path;
  private LauncherServer server;
  private volatile CreateHandler handler = LauncherServerTest::allow;

  private static CreateResponse allow(Optional<byte[]> config) {
    return new CreateResponse.Allow(config, CreatePlan.NONE, List.of());
  }

  private static CreateResponse allow(CreateRequest request) {
    return allow(Optional.empty());
  }

  @BeforeEach
  void start() throws IOException {
    path = directory.resolve("eci/agent.sock");
    server = LauncherServer.start(path, Duration.ofSeconds(2), r -> handler.handle(r));
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

  /** The agent may have denied and closed before it read everything; the response says so. */
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
      String response = new String(receive(channel), StandardCharsets.UTF_8);
      return response + new String(receive(channel), StandardCharsets.UTF_8);
    }
  }

  private void assertStillServes() throws IOException {
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .isEqualTo(
            "{\"protocol\":6,\"decision\":\"allow\",\"message\":\"\",\"rootfs\":null,\"binds\":[]}");
  }

  @Test
  void answersAndRestrictsSocketPermissions() throws IOException {
    assertStillServes();
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(path.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void returnsRewrittenConfig() throws IOException {
    handler = _ -> allow(Optional.of("{\"new\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .endsWith("\"rootfs\":null,\"binds\":[]}{\"new\":1}");
  }

  @Test
  void reportsReasonForUnreadableRequest() throws IOException {
    byte[] good = SpecSamples.config("good-container");
    assertThat(request("not json", good)).contains("\"deny\"", "not valid JSON");
    assertThat(request(HEADER.replace(":6,", ":4,"), good))
        .contains("\"deny\"", "different versions");
    assertThat(request(HEADER.replace("create", "delete"), good))
        .contains("\"deny\"", "unknown verb");
    assertThat(request("{\"protocol\":6,\"verb\":\"create\"}", good)).contains("\"deny\"", "lacks");
    assertThat(request(HEADER, "{".getBytes(StandardCharsets.UTF_8))).contains("\"deny\"");
    assertThat(request(HEADER, new byte[0])).contains("\"deny\"");
    assertThat(request(HEADER, new byte[CreateExchange.MAX_CONFIG + 1]))
        .contains("\"deny\"", "bytes");
    assertStillServes();
  }

  @Test
  void survivesAServiceThatFails() throws IOException {
    handler =
        _ -> {
          throw new IllegalStateException("bug");
        };
    assertThat(request(HEADER, SpecSamples.config("good-container")))
        .contains("\"deny\"")
        .doesNotContain("bug");
    handler = LauncherServerTest::allow;
    assertStillServes();
  }

  @Test
  void closesConnectionOnExcessiveLength() throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.allocate(4).putInt(-1).flip());
      assertThatThrownBy(() -> receive(channel)).isInstanceOf(IOException.class);
    }
    assertStillServes();
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
    assertStillServes();
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
    assertStillServes();
  }

  @Test
  void finishesPendingRequestsBeforeClose() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    handler =
        _ -> {
          received.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return allow(Optional.empty());
        };
    try (SocketChannel channel = connect()) {
      send(channel, HEADER.getBytes(StandardCharsets.UTF_8));
      send(channel, SpecSamples.config("good-container"));
      send(channel, MOUNTS);
      received.await();
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
