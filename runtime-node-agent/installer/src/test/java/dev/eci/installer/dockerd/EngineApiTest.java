// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineApiTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}";

  @TempDir private Path directory;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int responsesPerConnection = Integer.MAX_VALUE;
  private volatile String response = OK;
  private ServerSocketChannel server;

  @BeforeEach
  void serve() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> response(client));
      }
    } catch (IOException e) {
      // the server was closed
    }
  }

  private void response(SocketChannel client) {
    try (client) {
      for (int i = 0; i < responsesPerConnection; i++) {
        if (client.read(ByteBuffer.allocate(4096)) < 0) {
          return;
        }
        client.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      // the client has disconnected
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private EngineApi api() {
    return new EngineApi(directory.resolve("s"), Duration.ofSeconds(1));
  }

  @Test
  void reusesConnectionForManyRequests() throws IOException {
    try (EngineApi api = api().withKeepAlive()) {
      for (int i = 0; i < 5; i++) {
        assertThat(api.get("/x").path("a").asInt()).isEqualTo(1);
      }
      response = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}";
      assertThatThrownBy(() -> api.get("/x")).isInstanceOf(EngineApi.NotFoundException.class);
      response = OK;
      assertThat(api.get("/x").path("a").asInt()).isEqualTo(1);
    }
    assertThat(connections).hasValue(1);
  }

  @Test
  void reconnectsWhenEngineClosesConnection() throws IOException {
    responsesPerConnection = 2;
    try (EngineApi api = api().withKeepAlive()) {
      for (int i = 0; i < 5; i++) {
        assertThat(api.get("/x").path("a").asInt()).isEqualTo(1);
      }
    }
    assertThat(connections).hasValue(3);
  }

  @Test
  void readsEveryFraming() throws IOException {
    response =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":2}\r\n0\r\n\r\n";
    try (EngineApi api = api().withKeepAlive()) {
      assertThat(api.get("/x").path("a").asInt()).isEqualTo(2);
      assertThat(api.get("/x").path("a").asInt()).isEqualTo(2);
    }
    responsesPerConnection = 1;
    response = "HTTP/1.0 200 OK\r\n\r\n{\"a\":3}";
    assertThat(api().get("/x").path("a").asInt()).isEqualTo(3);
  }

  @Test
  void rejectsTruncatedResponse() {
    responsesPerConnection = 1;
    response = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":1}";
    assertThatThrownBy(() -> api().get("/x")).hasMessageContaining("ends early");
    response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
    assertThatThrownBy(() -> api().get("/x")).hasMessageContaining("is malformed");
  }

  @Test
  void failsWhenEngineDoesNotFinishResponse() {
    response = "HTTP/1.1 200 OK\r\n";
    assertThatThrownBy(() -> api().get("/x")).isInstanceOf(IOException.class);
  }
}
