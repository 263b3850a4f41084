// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.image.ImageIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers send and never finish keeps no other caller from its requests. */
@Timeout(60)
class FairShareTest {
  private static final String OK = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nOK";
  private static final String CREATE = "POST /v1.43/containers/create HTTP/1.1\r\nHost: a\r\n";
  private static final String LARGE_HEAD =
      "GET /_ping HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40_000) + "\r\n\r\n";

  private static final ReceiveTimeout.Limits LIMITS = ReceiveTimeout.LIMITS;

  private static final ReceiveTimeout.Limits SHORT_WAIT =
      new ReceiveTimeout.Limits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(300));

  private volatile String container = "";

  private static Evaluation evaluate(ApiRequest request) {
    return request.target().contains("/create")
        ? new Evaluation.NeedsBody(
            ProxyContext.LARGEST_BODY,
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
      default -> CREATE + "Content-Length: 1500000\r\n\r\n{\"Image\":\"" + "a".repeat(bytes / 2);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "head", "body"})
  void containersLeaveRoomForNode(String kind) throws IOException {
    try (ProxyFixture fixture = proxy(SHORT_WAIT)) {
      for (String attacker : List.of("c1", "c2")) {
        container = attacker;
        for (int bytes : List.of(200_000, 50_000, 10_000, 6_000)) {
          for (int i = 0; i < 14; i++) {
            sendAll(fixture.connect(), unfinished(kind, bytes));
          }
        }
        // until all of them are identified
        ProxyFixture.pause(500);
      }
      container = "c3";
      String third = kind.equals("body") ? create("[" + "1".repeat(600_000) + "]") : LARGE_HEAD;
      ProxyFixture.awaitTrue(() -> response(fixture, third).startsWith("HTTP/1.1 503 "));
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
    try (ProxyFixture fixture = proxy(LIMITS)) {
      String body = "\"" + "a".repeat(2_000_000) + "\"";
      RawClient client = fixture.connect();
      client.send(CREATE + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(client.until("}\n")).startsWith("HTTP/1.1 413 ").contains("1572864 bytes");
      // a config of 1000 KiB, which is the engine's limit, in Base64
      String config = "\"" + "a".repeat(1_366_000) + "\"";
      assertThat(
              fixture.response(CREATE + "Content-Length: " + config.length() + "\r\n\r\n" + config))
          .startsWith("HTTP/1.1 201 ");
    }
  }

  /** One hoards, another one creates as if it were alone. */
  @Test
  void leavesRoomForOtherContainer() throws IOException {
    try (ProxyFixture fixture = proxy(LIMITS)) {
      container = "c1";
      for (int i = 0; i < 20; i++) {
        for (String kind : List.of("line", "head", "body")) {
          sendAll(fixture.connect(), unfinished(kind, 100_000));
        }
      }
      ProxyFixture.pause(500);
      container = "c2";
      String body = "{\"Image\":\"" + "a".repeat(4_000) + "\"}";
      long started = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(fixture.response(create(body))).startsWith("HTTP/1.1 201 ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
  }

  /** Each of them alone takes most of what its caller may have. */
  @ParameterizedTest
  @CsvSource({"true, 1000000", "false, 10000", "false, 1000000"})
  void burstOfOneCallerCompletes(boolean isLengthDeclared, int length) throws Exception {
    String values = "\"" + "a".repeat(length) + "\"" + ",1".repeat(15_000);
    String body = "{\"Image\":\"a\",\"Env\":[" + values + "]}";
    try (ProxyFixture fixture = proxy(LIMITS);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      container = "c1";
      List<Future<String>> responses =
          IntStream.range(0, 50)
              .mapToObj(_ ->
                  clients.submit(() -> {
                    RawClient client = fixture.connect();
                    client.send(isLengthDeclared ? create(body) : chunked(body));
                    return client.until("\r\n\r\nOK");
                  }))
              .toList();
      for (Future<String> response : responses) {
        assertThat(response.get()).startsWith("HTTP/1.1 201 ");
      }
    }
  }

  @Test
  void endsWaitForMemory() throws IOException {
    try (ProxyFixture fixture = proxy(SHORT_WAIT)) {
      container = "c1";
      sendAll(fixture.connect(), CREATE + "Content-Length: 1500000\r\n\r\n{");
      ProxyFixture.pause(200);
      RawClient client = fixture.connect();
      client.send(CREATE + "Content-Length: 1000000\r\n\r\n");
      assertThat(client.until("}\n")).startsWith("HTTP/1.1 503 ").contains("try again");
      RawClient undeclared = fixture.connect();
      undeclared.send(chunked("{\"a\":\"" + "b".repeat(100_000) + "\"}"));
      assertThat(undeclared.until("}\n")).startsWith("HTTP/1.1 503 ").contains("try again");
      assertThat(fixture.response(create("{}"))).startsWith("HTTP/1.1 201 ");
    }
  }

  /** As many values as would take all the memory that evaluations share. */
  @Test
  void refusesTooManyValuesBeforeTheyAreCreated() throws IOException {
    try (ProxyFixture fixture = proxy(LIMITS)) {
      RawClient client = fixture.connect();
      client.send(create("{\"Env\":[" + "1,".repeat(100_000) + "1]}"));
      assertThat(client.until("}\n")).startsWith("HTTP/1.1 400 ").contains("20000 values");
      String quoted = "{\"Image\":\"" + ",[{\\\"".repeat(50_000) + "\"}";
      assertThat(fixture.response(create(quoted))).startsWith("HTTP/1.1 201 ");
    }
  }

  @Test
  void limitsConnectionsOfOneCaller() throws IOException {
    try (ProxyFixture fixture = proxy(LIMITS)) {
      container = "c1";
      for (int i = 0; i < 2200; i++) {
        fixture.connect();
      }
      ProxyFixture.awaitTrue(() -> fixture.connections() == 2048);
      container = "c2";
      assertThat(fixture.response(create("{}"))).startsWith("HTTP/1.1 201 ");
    }
  }

  private ProxyFixture proxy(ReceiveTimeout.Limits limits) throws IOException {
    return new ProxyFixture(
        FakeUpstream.always(OK), FairShareTest::evaluate, this::identify, limits);
  }

  private static String create(String body) {
    return CREATE + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunked(String body) {
    return CREATE
        + "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }

  private static String response(ProxyFixture fixture, String request) {
    try {
      return fixture.response(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
