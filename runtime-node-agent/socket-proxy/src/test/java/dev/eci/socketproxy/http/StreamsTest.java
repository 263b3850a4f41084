// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that become streams: attach and exec. */
@Timeout(30)
class StreamsTest {
  private static final String ATTACH =
      "POST /v1.43/containers/x/attach?stream=1&stdin=1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
  private static final String SWITCHED =
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
  private static final String RAW =
      "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {SWITCHED, RAW})
  void relaysBytesAndEndsInBothDirections(String opened) throws IOException {
    CompletableFuture<String> input = new CompletableFuture<>();
    FakeUpstream.Script script =
        line -> {
          line.request();
          // output directly behind the head
          line.send(opened + "HTTP/1.1 200 OK\r\n\r\n");
          input.complete(line.readAll());
          line.send("bye");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      // input directly behind the head, in the form of a request
      client.send(ATTACH + "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.until("\r\n\r\n")).startsWith(opened.substring(0, 12));
      assertThat(client.bytes(19)).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
      client.send("more").end();
      assertThat(client.rest()).isEqualTo("bye");
      assertThat(input.join()).isEqualTo("GET /_ping HTTP/1.1\r\nHost: a\r\n\r\nmore");
      assertThat(proxyFixture.engine.requests())
          .singleElement()
          .asString()
          .contains("upgrade: tcp", "connection: upgrade");
      ProxyFixture.awaitTrue(() -> proxyFixture.connections() == 0);
    }
  }

  @Test
  void relaysInputSentWithRequest() throws IOException {
    CompletableFuture<String> input = new CompletableFuture<>();
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(RAW);
          input.complete(line.readAll());
          line.send("bye");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      String start =
          "POST /exec/x/start HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}typed before the response";
      assertThat(proxyFixture.response(start)).endsWith("\r\n\r\nbye");
      assertThat(input.join()).isEqualTo("typed before the response");
    }
  }

  @Test
  void relaysInputAfterEngineEndsOutput() throws IOException {
    CompletableFuture<String> input = new CompletableFuture<>();
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(SWITCHED + "out");
          line.channel.shutdownOutput();
          input.complete(line.readAll());
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(ATTACH);
      client.until("\r\n\r\n");
      assertThat(client.rest()).isEqualTo("out");
      client.send("still heard").end();
      assertThat(input.join()).isEqualTo("still heard");
      ProxyFixture.awaitTrue(() -> proxyFixture.connections() == 0);
    }
  }

  @Test
  void relaysLargeOutputAfterEndOfInput() throws IOException {
    byte[] output = new byte[8 << 20];
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(SWITCHED);
          line.readAll();
          line.send(output);
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(ATTACH).end();
      client.until("\r\n\r\n");
      // the connection is full for a while
      pause(300);
      assertThat(client.rest()).hasSize(output.length);
    }
  }

  @Test
  void relaysLargeInputAndOutputAtOnce() throws IOException {
    byte[] much = new byte[16 << 20];
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(SWITCHED);
          Thread writer =
              Thread.ofVirtual()
                  .start(() -> {
                    try {
                      line.send(much);
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
          int count = line.readAll().length();
          join(writer);
          line.send("got " + count);
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(ATTACH);
      client.until("\r\n\r\n");
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(much).end();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      String output = client.rest();
      join(writer);
      assertThat(output).hasSize(much.length + 12).endsWith("got 16777216");
    }
  }

  @Test
  void deliversLastInputWhenCallerVanishes() throws IOException {
    CompletableFuture<String> input = new CompletableFuture<>();
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(SWITCHED);
          input.complete(line.readAll());
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(ATTACH);
      client.until("\r\n\r\n");
      client.send("last words").close();
      assertThat(input.join()).isEqualTo("last words");
      ProxyFixture.awaitTrue(() -> proxyFixture.connections() == 0);
    }
  }

  @Test
  void treatsDeniedUpgradeAsOrdinaryResponse() throws IOException {
    try (ProxyFixture proxyFixture =
        new ProxyFixture(
            FakeUpstream.always(
                "HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\n\r\nno container."))) {
      RawClient client = proxyFixture.connect();
      client.send(ATTACH);
      client.until("no container.");
      // bytes in the form of a stream are read as a request
      client.send("GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n");
      client.until("no container.");
      assertThat(proxyFixture.engine.requests()).hasSize(2);
    }
  }

  @Test
  void rejectsUnexpectedUpgrade() throws IOException {
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(SWITCHED);
          line.readAll();
        };
    List<String> responses = new ArrayList<>();
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      responses.add(
          proxyFixture.response(
              "GET /_ping HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nGET /x HTTP/1.1\r\n"));
    }
    assertThat(responses).allMatch(response -> response.startsWith("HTTP/1.1 502"));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
