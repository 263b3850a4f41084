// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two parsers might read differently do not reach the engine. */
@Timeout(20)
class StrictRequestsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

  static Stream<String> refused() {
    return Stream.of(
        "GET /_ping HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "\r\n\r\nGET /_ping HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\tc\r\n\r\n",
        "GET /_ping HTTP/1.1\nHost: a\n\n",
        "GET /_ping HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n",
        "GET  /_ping HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET\t/_ping HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /_ping HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET /_ping\r\nHost: a\r\n\r\n",
        "GET /_ping HTTP/1.1\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nX\u0000A: b\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nX-A: b\u0000\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "G(T /_ping HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /build HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /build HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 1\r\n\r\nx",
        "GET /containers//json HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /containers/../json HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/_ping HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(201) + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void rejectsAmbiguousRequestWithMessage(String request) throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      assertThat(proxyFixture.response(request))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("application/json")
          .contains("{\"message\":\"enhanced container isolation: ");
      assertThat(proxyFixture.engine.requests()).isEmpty();
    }
  }

  @Test
  void rejectsOtherProtocols() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      assertThat(proxyFixture.response("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
          .startsWith("HTTP/1.1 505 ");
      assertThat(proxyFixture.response("GET /_ping HTTP/1.2\r\nHost: a\r\n\r\n"))
          .startsWith("HTTP/1.1 505 ");
      assertThat(proxyFixture.response("GET /_ping HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"))
          .startsWith("HTTP/1.1 417 ");
      assertThat(proxyFixture.engine.requests()).isEmpty();
    }
  }

  @Test
  void sendsCanonicalRequestToEngine() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      assertThat(
              proxyFixture.response(
                  "\r\nGET /v1.43/images/docker.io%2Flibrary%2Fbusybox/json?a=b%20c HTTP/1.1\r\n"
                      + String.join(
                          "\r\n",
                          "hOsT: evil",
                          "X-Registry-Auth: e30=",
                          "Connection: keep-alive, X-Secret",
                          "X-Secret: 1",
                          "Proxy-Authorization: x",
                          "Upgrade: h2c",
                          "TE: trailers",
                          "",
                          "")))
          .startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(proxyFixture.engine.requests())
          .singleElement()
          .asString()
          .startsWith("GET /v1.43/images/docker.io/library/busybox/json?a=b")
          .contains("X-Registry-Auth: e30=")
          .contains("docker\r\n")
          .doesNotContain("evil", "Secret", "Proxy-", "pgrade", "trailers");
    }
  }

  @Test
  void evaluatesEachPipelinedRequest() throws IOException {
    try (ProxyFixture proxyFixture =
        new ProxyFixture(
            FakeUpstream.always(OK),
            request ->
                request.target().endsWith("/push")
                    ? new Evaluation.Decided(
                        new ApiDecision.Deny(403, "no", Optional.empty(), List.of()))
                    : ProxyFixture.forward(request))) {
      String ping = "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n";
      RawClient client = proxyFixture.connect();
      client.send(
          ping
              + "POST /images/a/push HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
              + ping
              + "POST /images/a/push HTTP/1.1\r\nHost: a\r\n\r\n"
              + ping);
      client.until("\r\n\r\nOK");
      assertThat(client.until("\"no\"}\n")).startsWith("HTTP/1.1 403");
      client.until("\r\n\r\nOK");
      assertThat(client.until("\"no\"}\n")).startsWith("HTTP/1.1 403");
      client.until("\r\n\r\nOK");
      assertThat(proxyFixture.engine.requests())
          .hasSize(3)
          .allMatch(r -> r.startsWith("GET /_ping "));
      assertThat(proxyFixture.engine.connections()).isEqualTo(1);
    }
  }

  @Test
  void deniesThousandsOfPipelinedRequests() throws IOException {
    try (ProxyFixture proxyFixture =
        new ProxyFixture(
            FakeUpstream.always(OK),
            _ ->
                new Evaluation.Decided(
                    new ApiDecision.Deny(403, "no", Optional.empty(), List.of())))) {
      RawClient client = proxyFixture.connect();
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send("GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n".repeat(5_000));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      for (int i = 0; i < 5_000; i++) {
        client.until("\"no\"}\n");
      }
      assertThat(sender.isAlive()).isFalse();
    }
  }
}
