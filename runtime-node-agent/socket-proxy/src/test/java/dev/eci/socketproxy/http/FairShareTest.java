// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.image.ImageIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers send and never finish keeps no other caller from its requests. */
@Timeout(60)
class FairShareTest {
  private static final String OK = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nOK";
  private static final String CREATE = "POST /v1.43/containers/create HTTP/1.1\r\nHost: a\r\n";
  private static final String LARGE_HEAD =
      "GET /_ping HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40_000) + "\r\n\r\n";

  private volatile String container = "";

  private static Evaluation evaluate(ApiRequest request) {
    return request.target().contains("/create")
        ? new Evaluation.NeedsBody(
            4 << 20,
            body ->
                new Evaluation.Decided(
                    new ApiDecision.Forward(
                        Operation.UNKNOWN,
                        "/containers/create",
                        new ApiDecision.Body.RewrittenBody(body),
                        List.of())))
        : ProxyFixture.forward(request);
  }

  private CompletionStage<Caller> identify(CallerIdentifier.Connection connection) {
    return CompletableFuture.completedFuture(
        container.isEmpty()
            ? new Caller.Host(0, 0, 1)
            : new Caller.InContainer(
                container, container, new ImageIdentity.Named("x"), Optional.empty()));
  }

  /** The parts of a request that takes memory, and is not complete. */
  private static String unfinished(String kind, int bytes) {
    return switch (kind) {
      case "line" -> "GET /_ping HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(bytes);
      case "head" ->
          "GET /_ping HTTP/1.1\r\nHost: a\r\n"
              + ("X: " + "y".repeat(995) + "\r\n").repeat(bytes / 1000);
      default -> CREATE + "Content-Length: 4000000\r\n\r\n{\"Image\":\"" + "a".repeat(8 * bytes);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "head", "body"})
  void containersLeaveRoomForNode(String kind) throws IOException {
    try (ProxyFixture fixture =
        new ProxyFixture(
            FakeUpstream.always(OK),
            FairShareTest::evaluate,
            this::identify,
            ReceiveTimeout.LIMITS)) {
      for (String attacker : List.of("c1", "c2")) {
        container = attacker;
        for (int bytes : List.of(200_000, 50_000, 10_000, 6_000)) {
          for (int i = 0; i < 14; i++) {
            sendAll(fixture.connect(), unfinished(kind, bytes));
          }
        }
      }
      ProxyFixture.pause(500);
      assertThat(fixture.response(LARGE_HEAD)).startsWith("HTTP/1.1 503 ");
      container = "";
      String body = "{\"Image\":\"" + "a".repeat(500_000) + "\"}";
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.response(LARGE_HEAD)).startsWith("HTTP/1.1 201 ");
        assertThat(
                fixture.response(CREATE + "Content-Length: " + body.length() + "\r\n\r\n" + body))
            .startsWith("HTTP/1.1 201 ");
      }
    }
  }

  @Test
  void saysWhenBodyIsTooExpensiveForAnyMoment() throws IOException {
    try (ProxyFixture fixture =
        new ProxyFixture(
            FakeUpstream.always(OK),
            FairShareTest::evaluate,
            this::identify,
            ReceiveTimeout.LIMITS)) {
      String body = "\"" + "a".repeat(2_000_000) + "\"";
      RawClient client = fixture.connect();
      client.send(CREATE + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(client.until("}\n")).startsWith("HTTP/1.1 413 ").contains("7 MiB");
      // a config of 1000 KiB, which is the engine's limit, in Base64
      String config = "\"" + "a".repeat(1_366_000) + "\"";
      assertThat(
              fixture.response(CREATE + "Content-Length: " + config.length() + "\r\n\r\n" + config))
          .startsWith("HTTP/1.1 201 ");
    }
  }

  private static void sendAll(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      // the proxy has refused it
    }
  }
}
