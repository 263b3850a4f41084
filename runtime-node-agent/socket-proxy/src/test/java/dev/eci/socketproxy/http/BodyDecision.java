// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Body.RewrittenBody;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.create.GoJsonReader;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How fuzz targets have the bytes of a body decided, as the proxy does. */
final class BodyDecision {
  private BodyDecision() {}

  /** The value that is decided; empty if the proxy responds 400 before. */
  static Optional<JsonValue> read(byte[] sent) {
    try {
      return Optional.of(JsonReader.read(sent, sent.length));
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  static ApiDecision decide(String target, JsonValue body) {
    return DockerRequestFixture.byDefault().decide("POST", target, body);
  }

  /**
   * What an engine reads of the body that is sent; empty if the request is denied. The sent body is
   * decided in the same way again, and forwarded unchanged.
   */
  static Optional<JsonValue> forwarded(String target, JsonValue body) {
    if (!(decide(target, body) instanceof Forward forward)
        || !(forward.body() instanceof RewrittenBody(JsonValue value))) {
      return Optional.empty();
    }
    String text = JsonWriter.write(value);
    JsonValue again = read(text.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    assertThat(again).isEqualTo(value);
    assertThat(decide(target, again))
        .isInstanceOfSatisfying(
            Forward.class, second -> assertThat(second.body()).isEqualTo(new RewrittenBody(value)));
    return Optional.of(GoJsonReader.parse(text));
  }

  /** The member of {@code whole}, or an empty object in its place. */
  static Obj member(Obj whole, String name) {
    return whole
        .get(name)
        .map(value -> value instanceof Obj inner ? inner : Obj.EMPTY)
        .orElse(Obj.EMPTY);
  }
}
