// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.route.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only what the proxy holds in memory has to arrive in time. */
@Timeout(60)
class ReceiveTimeoutTest {
  private static final String OK = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nOK";
  private static final String PING = "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String CREATE =
      "POST /containers/create HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n";
  private static final ReceiveTimeout.Limits LIMITS =
      new ReceiveTimeout.Limits(
          Duration.ofMillis(1000),
          Duration.ofMillis(2000),
          Duration.ofMillis(4000),
          Duration.ofMillis(1000));

  /** Longer than each of the limits but the one of a whole body. */
  private static final int LONG = 2800;

  private static ProxyFixture proxy(FakeUpstream.Script engine) throws IOException {
    return new ProxyFixture(
        engine, ReceiveTimeoutTest::evaluate, new HostCallerIdentifier(), LIMITS);
  }

  private static Evaluation evaluate(ApiRequest request) {
    return request.target().contains("/create")
        ? new Evaluation.NeedsBody(
            1000,
            body ->
                new Evaluation.Decided(
                    new ApiDecision.Forward(
                        Operation.UNKNOWN,
                        "/containers/create",
                        new ApiDecision.Body.RewrittenBody(body),
                        List.of())))
        : ProxyFixture.forward(request);
  }

  @Test
  void closesConnectionWhoseHeadOrBodyStops() throws IOException {
    try (ProxyFixture fixture = proxy(FakeUpstream.always(OK))) {
      RawClient head = fixture.connect().send("GET /_ping HTTP/1.1\r\nHost");
      RawClient body = fixture.connect().send(CREATE + "{\"a\":");
      RawClient second = fixture.connect().send(PING + "GET /");
      assertThat(second.until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
      for (RawClient client : List.of(head, body, second)) {
        assertThat(client.rest())
            .startsWith("HTTP/1.1 408 ")
            .contains("connection: close", "not received in time");
      }
      ProxyFixture.awaitTrue(() -> fixture.connections() == 0);
      assertThat(fixture.engine.requests()).hasSize(1);
    }
  }

  /** It makes progress, but in all a head has no reason to take so long. */
  @Test
  void limitsWholeHead() throws IOException {
    try (ProxyFixture fixture = proxy(FakeUpstream.always(OK))) {
      RawClient client = fixture.connect().send("GET /");
      for (int i = 0; i < 7; i++) {
        ProxyFixture.pause(250);
        client.send("a");
      }
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
      assertThat(fixture.engine.requests()).isEmpty();
    }
  }

  /** Its memory is missing to others all the time, so progress is not enough. */
  @Test
  void limitsWholeBody() throws IOException {
    try (ProxyFixture fixture = proxy(FakeUpstream.always(OK))) {
      RawClient client =
          fixture.connect().send(CREATE.replace("Length: 12", "Length: 100") + "{\"a\":\"");
      for (int i = 0; i < 8; i++) {
        ProxyFixture.pause(480);
        client.send("a");
      }
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
      assertThat(fixture.engine.requests()).isEmpty();
    }
  }

  @Test
  void leavesTimeForSlowBody() throws IOException {
    try (ProxyFixture fixture = proxy(FakeUpstream.always(OK))) {
      RawClient client = fixture.connect().send(CREATE);
      for (int i = 0; i < 12; i++) {
        ProxyFixture.pause(LONG / 12);
        client.send("{\"a\":\"bcde\"}".substring(i, i + 1));
      }
      assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void limitsNeitherIdleConnectionsNorStreams() throws IOException {
    FakeUpstream.Script slow =
        line -> {
          String head = line.read(4);
          while (!head.endsWith("\r\n\r\n")) {
            head += line.read(1);
          }
          if (head.contains("/load")) {
            assertThat(line.read(6)).isEqualTo("abcdef");
            line.send(OK);
          } else if (head.contains("/attach")) {
            line.send("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            line.send(line.read(4));
          } else if (head.contains("/wait")) {
            ProxyFixture.pause(LONG);
            line.send(OK);
          } else {
            line.send(OK);
          }
        };
    try (ProxyFixture fixture = proxy(slow)) {
      RawClient unused = fixture.connect();
      RawClient idle = fixture.connect().send(PING);
      idle.until("\r\n\r\nOK");
      // some clients end a body with an empty line that is no part of it
      idle.send("\r\n");
      RawClient upload =
          fixture
              .connect()
              .send("POST /images/load HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
      RawClient attached =
          fixture
              .connect()
              .send(
                  "POST /containers/a/attach?stream=1&stdin=1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      assertThat(attached.until("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      RawClient waiting =
          fixture.connect().send("POST /containers/a/wait HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /");
      ProxyFixture.pause(LONG);
      assertThat(waiting.until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
      assertThat(upload.send("def").until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
      assertThat(attached.send("echo").until("echo")).isEqualTo("echo");
      assertThat(idle.send(PING).until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
      assertThat(unused.send(PING).until("\r\n\r\nOK")).startsWith("HTTP/1.1 201 ");
    }
  }
}
