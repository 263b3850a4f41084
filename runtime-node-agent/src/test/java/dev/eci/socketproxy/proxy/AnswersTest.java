package dev.eci.socketproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back from an engine, and what if none does. */
@Timeout(20)
class AnswersTest {
  private static final String PING = "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

  @Test
  void onlyOurOwnFramingIsSeen() throws IOException {
    try (Proxied proxied =
        new Proxied(
            FakeEngine.always(
                "HTTP/1.1 200 OK\r\nServer: Docker\r\nKeep-Alive: x\r\nConnection: X-Hop\r\nX-Hop: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))) {
      String answer = proxied.answer(PING);
      assertThat(answer)
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
  void withAndWithoutBodies(String method, String status, String header, String body, String seen)
      throws IOException {
    String answer =
        "HTTP/1.1 %s\r\n%s\r\n\r\n%s".formatted(status, header, body == null ? "" : body);
    try (Proxied proxied = new Proxied(FakeEngine.always(answer))) {
      RawClient client = proxied.connect();
      for (int i = 0; i < 2; i++) {
        client.send(method + " /_ping HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
        if (seen != null) {
          assertThat(client.bytes(seen.length())).isEqualTo(seen);
        }
      }
      assertThat(proxied.engine.connections()).isEqualTo(1);
    }
  }

  @Test
  void untilTheConnectionEnds() throws IOException {
    FakeEngine.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\n\r\nabc");
        };
    try (Proxied proxied = new Proxied(script)) {
      RawClient client = proxied.connect();
      client.send(PING);
      assertThat(client.until("\r\n0\r\n\r\n")).contains("transfer-encoding: chunked", "abc");
      client.send(PING);
      client.until("\r\n0\r\n\r\n");
      assertThat(proxied.engine.connections()).isEqualTo(2);
    }
  }

  @Test
  void oldCallersGetNoChunks() throws IOException {
    try (Proxied proxied =
        new Proxied(
            FakeEngine.always(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))) {
      RawClient client = proxied.connect();
      client.send("GET /_ping HTTP/1.0\r\n\r\n");
      assertThat(client.rest()).endsWith("\r\n\r\nabc").doesNotContain("chunked");
    }
  }

  @Test
  void noEngine() throws IOException {
    try (Proxied proxied = new Proxied(FakeEngine.always(OK))) {
      RawClient client = proxied.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      proxied.engine.close();
      Files.delete(proxied.engineSocket());
      client.send(PING);
      assertThat(client.until("}\n"))
          .startsWith("HTTP/1.1 502 ")
          .contains("the Docker Engine behind this socket does not answer");
      try (FakeEngine _ = new FakeEngine(proxied.engineSocket(), FakeEngine.always(OK))) {
        client.send(PING);
        assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void anEngineThatLeavesInTheMiddle() throws IOException {
    FakeEngine.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        };
    try (Proxied proxied = new Proxied(script)) {
      String answer = proxied.answer(PING);
      assertThat(answer).contains("abc").doesNotContain("0\r\n\r\n");
      proxied.engine.plays(line -> {
        line.request();
        line.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      });
      assertThat(proxied.answer(PING)).endsWith("abc");
      proxied.engine.plays(line -> line.request());
      assertThat(proxied.answer(PING)).startsWith("HTTP/1.1 502 ");
      proxied.engine.plays(line -> {
        line.request();
        line.send("what?\r\n\r\n");
      });
      assertThat(proxied.answer(PING)).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void aDeadConnectionIsReplacedWhereThatIsHarmless() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    FakeEngine.Script once =
        line -> {
          // before the answer: who has read that sets the turn anew
          int mine = turn.getAndIncrement();
          line.request();
          line.send(OK);
          if (mine % 2 == 0) {
            // takes the next request and dies of it
            line.request();
          } else {
            line.request();
            line.send(OK);
          }
        };
    try (Proxied proxied = new Proxied(once)) {
      RawClient client = proxied.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      client.send(PING);
      assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 200");
      turn.set(0);
      RawClient other = proxied.connect();
      other.send(PING);
      other.until("\r\n\r\nOK");
      int before = proxied.engine.requests().size();
      other.send("POST /containers/x/start HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(other.until("}\n")).startsWith("HTTP/1.1 502");
      assertThat(proxied.engine.requests()).hasSize(before + 1);
    }
  }

  @Test
  void anAnswerThatNobodyAskedFor() throws IOException {
    FakeEngine.Script script =
        line -> {
          line.request();
          line.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
          line.request();
          line.send(OK);
        };
    try (Proxied proxied = new Proxied(script)) {
      RawClient client = proxied.connect();
      client.send(PING);
      client.until("\r\n\r\nOK");
      client.send(PING);
      assertThat(client.until("\r\n\r\nOK")).doesNotContain("evil");
    }
  }

  @Test
  void theEndOfACallersInputIsToldToTheEngine() throws IOException {
    FakeEngine.Script script =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
          // only now that the caller has ended
          line.readAll();
          line.send("3\r\nend\r\n0\r\n\r\n");
        };
    try (Proxied proxied = new Proxied(script)) {
      RawClient client = proxied.connect();
      client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
      client.until("abc\r\n");
      client.end();
      assertThat(client.rest()).isEqualTo("3\r\nend\r\n0\r\n\r\n");
    }
  }

  @Test
  void closing() throws IOException {
    Proxied proxied = new Proxied(FakeEngine.always(OK));
    RawClient client = proxied.connect();
    client.send(PING);
    client.until("\r\n\r\nOK");
    proxied.close();
    assertThatThrownBy(proxied::connect).isInstanceOf(IOException.class);
  }
}
