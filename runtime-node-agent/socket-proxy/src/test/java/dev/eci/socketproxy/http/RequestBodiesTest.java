// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.docker.route.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are evaluated, and bodies that are streamed. */
@Timeout(20)
class RequestBodiesTest {
  private static final String OK = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nOK";
  private static final String CREATE = "POST /v1.43/containers/create HTTP/1.1\r\nHost: a\r\n";

  /** Evaluates the body after a lookup, and sends what was evaluated. */
  private static final RequestAuthorizer INSPECTING =
      request ->
          request.target().contains("/create")
              ? new Evaluation.NeedsBody(
                  1000,
                  body ->
                      new Evaluation.NeedsLookups(
                          Set.of(new Lookup.ImageLookup("x")),
                          lookupResults -> sent(body, lookupResults)))
              : ProxyFixture.forward(request);

  private static Evaluation sent(JsonValue body, LookupResults lookupResults) {
    assertThat(lookupResults.results()).hasSize(1);
    return new Evaluation.Decided(
        new ApiDecision.Forward(
            Operation.UNKNOWN,
            "/v1.43/containers/create",
            new ApiDecision.Body.RewrittenBody(
                body instanceof JsonValue.Obj object
                    ? object.withMember("Runtime", new JsonValue.Str("eci"))
                    : body),
            List.of()));
  }

  @Test
  void sendsEvaluatedBody() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), INSPECTING)) {
      String response =
          proxyFixture.response(
              CREATE
                  + "Transfer-Encoding: chunked\r\n\r\n5 ;x=y\r\n {\"Im\r\n11\r\nage\" :\"\\u00e9\",\"N\r\n7\r\n\":1.50}\r\n0\r\nX-T: y\r\n\r\n");
      assertThat(response).startsWith("HTTP/1.1 201 Created\r\n").endsWith("OK");
      assertThat(proxyFixture.engine.requests())
          .singleElement()
          .asString()
          .endsWith("\r\n\r\n{\"Image\":\"\\u00e9\",\"N\":1.50,\"Runtime\":\"eci\"}")
          .contains("content-type: application/json\r\n")
          .doesNotContain("chunked", "X-T");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{} {}",
        "{}x",
        "{\"a\":1",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":\"\u00ff\"}",
        "{\"a\":01}",
        "/**/{}",
        "{\u0000}",
        "\u00ef\u00bb\u00bf{}"
      })
  void rejectsAmbiguousBodies(String body) throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), INSPECTING)) {
      String response =
          proxyFixture.response(CREATE + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      if (body.startsWith("\u00ef")) {
        // a byte order mark is not forwarded: the engine gets what was evaluated
        assertThat(response).startsWith("HTTP/1.1 201 ");
        assertThat(proxyFixture.engine.requests().getFirst()).endsWith("{\"Runtime\":\"eci\"}");
      } else {
        assertThat(response).startsWith("HTTP/1.1 400 ").contains("body");
        assertThat(proxyFixture.engine.requests()).isEmpty();
      }
    }
  }

  @Test
  void keepsDuplicateMembersForEvaluation() throws MalformedMessageException {
    byte[] text = "{\"a\":1,\"a\":[true,null]}".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonWriter.write(JsonReader.read(text, text.length)))
        .isEqualTo("{\"a\":1,\"a\":[true,null]}");
  }

  @Test
  void rejectsBodyTooLargeByHeaderOrContent() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), INSPECTING)) {
      assertThat(proxyFixture.response(CREATE + "Content-Length: 1001\r\n\r\n" + "x".repeat(1001)))
          .startsWith("HTTP/1.1 413 ")
          .contains("more than 1000 bytes");
      assertThat(
              proxyFixture.response(
                  CREATE
                      + "Transfer-Encoding: chunked\r\n\r\n"
                      + ("FF\r\n" + "x".repeat(255) + "\r\n").repeat(4)
                      + "0\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ");
      RawClient huge = proxyFixture.connect();
      huge.send(CREATE + "Content-Length: 99999999999\r\n\r\n");
      assertThat(huge.until("}\n")).startsWith("HTTP/1.1 413 ").contains("connection: close");
      assertThat(proxyFixture.engine.requests()).isEmpty();
    }
  }

  /** Many small values take far more memory than their text. */
  @Test
  void rejectsBodyWithTooManyValues() throws MalformedMessageException {
    byte[] most = ("[" + "0,".repeat(JsonReader.MAX_VALUES - 2) + "0]").getBytes(US_ASCII);
    assertThatCode(() -> JsonReader.read(most, most.length)).doesNotThrowAnyException();
    byte[] more = ("[" + "0,".repeat(JsonReader.MAX_VALUES - 1) + "0]").getBytes(US_ASCII);
    assertThatThrownBy(() -> JsonReader.read(more, more.length))
        .hasMessage("the body has more than 20000 values");
    byte[] far = ("[" + "0,".repeat(JsonReader.MAX_VALUES) + "0]").getBytes(US_ASCII);
    assertThatThrownBy(() -> JsonCost.ofValues(far, far.length))
        .hasMessage("the body has more than 20000 values");
    assertThat(JsonCost.ofValues(most, most.length)).isEqualTo(JsonCost.MOST_OF_VALUES);
  }

  @Test
  void answersLongTargetsAndHeadersInHttpsOwnWords() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      String long95 = "GET /containers/json?filters=" + "x".repeat(95 << 10);
      assertThat(proxyFixture.response(long95 + " HTTP/1.1\r\nHost: a\r\n\r\n"))
          .startsWith("HTTP/1.1 414 ")
          .contains("more than 65536 bytes");
      assertThat(
              proxyFixture.response(
                  "GET /_ping HTTP/1.1\r\nHost: a\r\nX-A: " + "x".repeat(300 << 10) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431 ");
      String close =
          proxyFixture.response(
              "GET /containers/json?a=" + "x".repeat(30 << 10) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(close).startsWith("HTTP/1.1 201 ").containsIgnoringCase("connection: close");
      assertThat(proxyFixture.engine.requests()).hasSize(1);
    }
  }

  /** A form is a part of the query that the engine gets, and no content type remains. */
  @Test
  void sendsFormInQuery() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      for (String form : List.of("", "t=5&x=%C3%A9", "x=\u00c3\u00a9")) {
        assertThat(
                proxyFixture.response(
                    "POST /containers/a/stop?t=1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length()
                        + "\r\n\r\n"
                        + form))
            .startsWith("HTTP/1.1 201 ");
      }
      assertThat(proxyFixture.engine.requests())
          .extracting(request -> request.lines().findFirst().orElseThrow())
          .containsExactly(
              "POST /containers/a/stop?t=1 HTTP/1.1",
              "POST /containers/a/stop?t=5&x=%C3%A9&t=1 HTTP/1.1",
              "POST /containers/a/stop?x=%C3%A9&t=1 HTTP/1.1");
      assertThat(proxyFixture.engine.requests())
          .allMatch(request -> !request.toLowerCase(Locale.ROOT).contains("content-type"));
    }
  }

  @Test
  void rejectsTruncatedBody() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), INSPECTING)) {
      assertThat(proxyFixture.response(CREATE + "Content-Length: 5\r\n\r\n{}"))
          .startsWith("HTTP/1.1 400 ")
          .contains("ended early");
      assertThat(proxyFixture.response(CREATE + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(
              proxyFixture.response(
                  CREATE + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(proxyFixture.response(CREATE + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(proxyFixture.engine.requests()).isEmpty();
    }
  }

  @Test
  void sendsContinueOnlyForWantedBody() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), INSPECTING)) {
      RawClient client = proxyFixture.connect();
      client.send(CREATE + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
      client.send("{}");
      assertThat(client.until("\r\n\r\nOK")).startsWith("HTTP/1.1 201");
      // the proxy does not request an unwanted body
      client.send(CREATE + "Expect: 100-continue\r\nContent-Length: 2000\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 413");
      assertThat(proxyFixture.engine.requests()).hasSize(1).noneMatch(r -> r.contains("xpect"));
    }
  }

  @Test
  void skipsBodyOfDeniedRequest() throws IOException {
    RequestAuthorizer denying =
        request ->
            request.target().contains("/build")
                ? new Evaluation.Decided(
                    new ApiDecision.Deny(403, "no", java.util.Optional.empty(), List.of()))
                : ProxyFixture.forward(request);
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK), denying)) {
      String hidden = "POST /containers/create HTTP/1.1\r\nHost: a\r\n\r\n";
      RawClient client = proxyFixture.connect();
      client.send(
          "POST /build HTTP/1.1\r\nHost: a\r\nContent-Length: "
              + hidden.length()
              + "\r\n\r\n"
              + hidden
              + "GET /_ping HTTP/1.1\r\nHost: a\r\n\r\n");
      client.until("\"no\"}\n");
      client.until("\r\n\r\nOK");
      assertThat(proxyFixture.engine.requests())
          .singleElement()
          .asString()
          .startsWith("GET /_ping HTTP/1.1");
    }
  }

  @Test
  void dropsUnwantedBody() throws IOException {
    try (ProxyFixture proxyFixture = new ProxyFixture(FakeUpstream.always(OK))) {
      RawClient client = proxyFixture.connect();
      client.send("GET /_ping HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nevil");
      client.until("\r\n\r\nOK");
      assertThat(proxyFixture.engine.requests())
          .singleElement()
          .asString()
          .contains("content-length: 0")
          .doesNotContain("evil");
    }
  }

  @Test
  void streamsUpload() throws IOException {
    FakeUpstream.Script engine =
        line -> {
          String head = line.read(1);
          while (!head.endsWith("\r\n\r\n")) {
            head += line.read(1);
          }
          assertThat(head).containsIgnoringCase("transfer-encoding: chunked");
          assertThat(line.read(6)).isEqualTo("3\r\nabc");
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nseen\r\n");
          assertThat(line.read(13)).isEqualTo("\r\n2\r\nde\r\n0\r\n\r\n".substring(0, 13));
          line.send("0\r\n\r\n");
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(engine)) {
      RawClient client = proxyFixture.connect();
      client.send(
          "POST /build HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      // the response starts before the request has ended
      assertThat(client.until("seen\r\n")).startsWith("HTTP/1.1 200 OK");
      client.send("2\r\nde\r\n0\r\n\r\n");
      assertThat(client.until("0\r\n\r\n")).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void appliesBackpressureToEngineForSlowCaller() throws IOException {
    long[] written = new long[1];
    FakeUpstream.Script engine =
        line -> {
          line.request();
          line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          byte[] chunk =
              ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
          while (true) {
            line.send(chunk);
            written[0] += chunk.length;
          }
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(engine)) {
      proxyFixture.connect().send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
      ProxyFixture.awaitSteady(() -> written[0]);
      assertThat(written[0]).isLessThan(4 << 20);
    }
  }

  @Test
  void appliesBackpressureToCallerForSlowEngine() throws Exception {
    long[] sent = new long[1];
    FakeUpstream.Script engine =
        _ -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (ProxyFixture proxyFixture = new ProxyFixture(engine)) {
      RawClient client = proxyFixture.connect();
      client.send("POST /images/load HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
      Thread.ofVirtual()
          .start(() -> {
            byte[] part = new byte[64 << 10];
            try {
              while (true) {
                client.send(part);
                sent[0] += part.length;
              }
            } catch (IOException e) {
              // the test has ended
            }
          });
      ProxyFixture.awaitSteady(() -> sent[0]);
      assertThat(sent[0]).isLessThan(4 << 20);
    }
  }
}
