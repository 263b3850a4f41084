// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses of an engine, and those of the proxy if the engine sends none. */
@Timeout(20)
class ProxyResponsesTest {
  private static final String PING = "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

  @Test
  void replacesFramingOfEngine() throws IOException {
    try (ProxyFixture proxyFixture =
        new ProxyFixture(
            FakeUpstream.always(
                "HTTP/1.1 200 OK\r\nServer: Docker\r\nKeep-Alive: x\r\nConnection: X-Hop\r\nX-Hop: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))) {
      String response = proxyFixture.response(PING);
      assertThat(response)
          .contains("Server: Docker\r\n")
          .endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
          .doesNotContain("Keep-Alive", "X-Hop");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|200 OK|Content-Length: 3|abc|abc",
        "HEAD|200 OK|Content-Length: 3||",
        "HEAD|200 OK|Transfer-Encoding: chunked||",
        "GET|204 No Content|X: y||",
        "GET|304 Not Modified|X: y||",
      })
  void relaysResponsesWithAndWithoutBody(
      String method, String status, String header, String body, String seen) throws IOException {
    String response =
        "HTTP/1.1 %s\r\n%s\r\n\r\n%s".formatted(status, header, body == null ? "" : body);
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(response))) {
      RawClient client = proxyFixture.connect();
      for (int i = 0; i < 2; i++) {
        client.send(method + " /_ping HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
        if (seen != null) {
          assertThat(client.bytes(seen.length())).isEqualTo(seen);
        }
      }
      assertThat(proxyFixture.engine.connections()).isEqualTo(1);
    }
  }

  @Test
  void relaysBodyThatEndsWithConnection() throws IOException {
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\n\r\nabc");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(PING);
      assertThat(client.until("\r\n0\r\n\r\n")).contains("transfer-encoding: chunked", "abc");
      client.send(PING);
      client.until("\r\n0\r\n\r\n");
      assertThat(proxyFixture.engine.connections()).isEqualTo(2);
    }
  }

  @Test
  void sendsNoChunksToHttp10Callers() throws IOException {
    try (ProxyFixture proxyFixture =
        new ProxyFixture(
            FakeUpstream.always(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))) {
      RawClient client = proxyFixture.connect();
      client.send("GET /_ping HTTP/1.0\r\n\r\n");
      assertThat(client.rest()).endsWith("\r\n\r\nabc").doesNotContain("chunked");
    }
  }

  @Test
  void waitsForRestartingEngine() throws Exception {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      proxyFixture.engine.close();
      Files.delete(proxyFixture.engineSocket());
      RawClient client = proxyFixture.connect();
      client.send(PING);
      ProxyFixture.pause(700);
      try (FakeUpstream _ =
          new FakeUpstream(proxyFixture.engineSocket(), FakeUpstream.always(OK))) {
        assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void reports502WhenEngineIsUnavailable() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      RawClient client = proxyFixture.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      proxyFixture.engine.close();
      Files.delete(proxyFixture.engineSocket());
      client.send(PING);
      assertThat(client.until("}\n"))
          .startsWith("HTTP/1.1 502 ")
          .contains("Docker Engine does not respond");
      try (FakeUpstream _ =
          new FakeUpstream(proxyFixture.engineSocket(), FakeUpstream.always(OK))) {
        client.send(PING);
        assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void endsResponseWhenEngineDisconnects() throws IOException {
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      String response = proxyFixture.response(PING);
      assertThat(response).contains("abc").doesNotContain("0\r\n\r\n");
      proxyFixture.engine.plays(line -> {
        line.request();
        line.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      });
      assertThat(proxyFixture.response(PING)).endsWith("abc");
      proxyFixture.engine.plays(line -> line.request());
      assertThat(proxyFixture.response(PING)).startsWith("HTTP/1.1 502 ");
      proxyFixture.engine.plays(line -> {
        line.request();
        line.send("what?\r\n\r\n");
      });
      assertThat(proxyFixture.response(PING)).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void retriesOnlySafeRequestOnDeadConnection() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    FakeUpstream.Script once =
        line -> {
          // before the response: the test sets the turn again once it has read that
          int mine = turn.getAndIncrement();
          line.request();
          line.send(OK);
          if (mine % 2 == 0) {
            // closes on the next request
            line.request();
          } else {
            line.request();
            line.send(OK);
          }
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(once)) {
      RawClient client = proxyFixture.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      client.send(PING);
      assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 200");
      turn.set(0);
      RawClient other = proxyFixture.connect();
      other.send(PING);
      other.until("\r\n\r\nOK");
      int before = proxyFixture.engine.requests().size();
      other.send("POST /containers/x/start HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(other.until("}\n")).startsWith("HTTP/1.1 502");
      assertThat(proxyFixture.engine.requests()).hasSize(before + 1);
    }
  }

  @Test
  void dropsUnsolicitedResponse() throws IOException {
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
          line.request();
          line.send(OK);
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      client.send(PING);
      assertThat(client.until("\r\n\r\nOK")).doesNotContain("evil");
    }
  }

  @Test
  void forwardsEndOfCallerInputToEngine() throws IOException {
    FakeUpstream.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
          // only after the caller's input has ended
          line.readAll();
          line.send("3\r\nend\r\n0\r\n\r\n");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(script)) {
      RawClient client = proxyFixture.connect();
      client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
      client.until("abc\r\n");
      client.end();
      assertThat(client.rest()).isEqualTo("3\r\nend\r\n0\r\n\r\n");
    }
  }

  @Test
  void rejectsConnectionsAfterClose() throws IOException {
    ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK));
    RawClient client = proxyFixture.connect();
    client.send(PING);
    client.until("\r\n\r\nOK");
    proxyFixture.close();
    assertThatThrownBy(proxyFixture::connect).isInstanceOf(IOException.class);
  }
}
