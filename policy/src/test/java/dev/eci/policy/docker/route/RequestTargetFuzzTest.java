// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The target of a request, as any program at the socket writes it. */
class RequestTargetFuzzTest {
  @DictionaryEntries({"/v1.47", "/containers", "%2F", "%2e", "..", "?", "&", "=", "%25", "/json"})
  @FuzzTest
  void canonicalFormIsReadAsWhatWasDecided(byte[] sent) throws MalformedTargetException {
    RequestTarget target;
    try {
      target = RequestTarget.parse(new String(sent, StandardCharsets.ISO_8859_1));
    } catch (MalformedTargetException e) {
      return;
    }
    String canonical = target.canonical();
    RequestTarget again = RequestTarget.parse(canonical);
    assertThat(again).isEqualTo(target);
    assertThat(again.canonical()).isEqualTo(canonical);
    assertThat(canonical).matches("/[!-~]*").doesNotContain("//", "/../", "/./", "#");
    assertThat(Operation.of("POST", again)).isEqualTo(Operation.of("POST", target));
  }
}
