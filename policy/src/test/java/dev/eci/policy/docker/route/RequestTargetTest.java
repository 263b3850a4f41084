// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.testing.Gen;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/_ping, /_ping",
    "/v1.43/images/myimage/push?tag=latest, /v1.43/images/myimage/push?tag=latest",
    "/v1.43/images/reg.example:5000/a/b:c@sha256:0/json, /v1.43/images/reg.example:5000/a/b:c@sha256:0/json",
    "/images/a%2Fb%2fc/json, /images/a/b/c/json",
    "/v1.43/%63ontainers/json, /v1.43/containers/json",
    "/networks/, /networks",
    "/networks/my%20net, /networks/my%20net",
    "/containers/json?all=1&all=0&filters=%7b%22a%22%3a1%7D, /containers/json?all=1&all=0&filters=%7B%22a%22%3A1%7D",
    "/build?t=a+b&x, /build?t=a%20b&x=",
    "/, /",
  })
  void hasOneForm(String sent, String canonical) throws MalformedTargetException {
    assertThat(RequestTarget.parse(sent).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "containers/json",
        "http://docker/containers/json",
        "//containers/json",
        "/containers//json",
        "/containers/json//",
        "/./containers/json",
        "/v1.43/../containers/json",
        "/v1.43/%2e%2e/containers/json",
        "/containers/%2Fjson",
        "/containers/x%2F..%2Fcreate",
        "/containers/x%252Fjson",
        "/containers/x%00/json",
        "/containers/x%0a/json",
        "/containers/x\\json",
        "/containers/x%5cjson",
        "/containers/x%3fjson",
        "/containers/x#json",
        "/containers/x%23",
        "/containers/x%c0%afjson",
        "/containers/x%ed%a0%80",
        "/containers/x%2",
        "/containers/x%zz",
        "/containers/x%",
        "/containers/json?a=%zz",
        "/containers/json?a;b",
        "/containers/json?a=%00",
        "/containers/json x",
        "/containers/j\u00e4son",
        "/v1.43",
        "/v1/containers/json",
        "/v1.43.1/containers/json",
        "/v2.0/containers/json",
        "/v../containers/json",
        "/v1.043/containers/json",
      })
  void rejectsAmbiguousTargets(String sent) {
    assertThatThrownBy(() -> RequestTarget.parse(sent))
        .isInstanceOf(MalformedTargetException.class);
  }

  @Test
  void parsesCanonicalFormUnchanged() {
    forAll(1000, targets())
        .holds(sent -> {
          RequestTarget first;
          try {
            first = RequestTarget.parse(sent);
          } catch (MalformedTargetException e) {
            return;
          }
          RequestTarget again = RequestTarget.parse(first.canonical());
          assertThat(again).isEqualTo(first);
          assertThat(again.canonical()).isEqualTo(first.canonical());
          assertThat(first.canonical()).matches("[!-~]+");
          assertThat(first.segments()).doesNotContain("", ".", "..");
        });
  }

  private static Gen<String> targets() {
    Gen<String> piece =
        Gen.of(
            "/",
            "/v1.43",
            "containers",
            "json",
            "%2F",
            "%2f",
            "%2e",
            "..",
            ".",
            "%25",
            "a",
            "?",
            "&",
            "=",
            "+",
            "%20",
            ":",
            "@",
            "%C3%A4",
            "%c3",
            ";",
            "images",
            "%00",
            "~",
            "%7e");
    return piece.list(0, 8).map(list -> "/" + String.join("", list));
  }

  @Test
  void preservesAnyName() {
    forAll(1000, names())
        .holds(name -> {
          String octets = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
          String sent = "/images/json?x=" + PercentEncoding.encode(octets, "");
          if (octets.indexOf('\0') < 0 && sent.length() <= RequestTarget.LENGTH_MAX) {
            assertThat(RequestTarget.parse(sent).query().all("x")).isEqualTo(List.of(octets));
          }
        });
  }

  /** Any code points, including unpaired surrogates. */
  private static Gen<String> names() {
    return Gen.oneOf(Gen.ints(0, 0x7f), Gen.ints(0, Character.MAX_CODE_POINT))
        .list(0, 255)
        .map(points -> new String(points.stream().mapToInt(p -> p).toArray(), 0, points.size()));
  }
}
