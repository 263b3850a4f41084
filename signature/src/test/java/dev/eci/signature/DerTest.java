// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.testing.Gen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Untrusted bytes. */
class DerTest {
  @Test
  void readsOwnEncoding() {
    forAll(1000, Gen.ints(0, 70_000))
        .holds(length -> {
          byte[] content = new byte[length];
          assertThat(Der.content(Der.of(Der.OCTETS, List.of(content)), Der.OCTETS))
              .isEqualTo(content);
        });
  }

  @Test
  void survivesAnyBytes() {
    forAll(1000, Gen.bytes(64))
        .holds(bytes -> {
          try {
            assertThat(Der.values(bytes)).hasSizeLessThanOrEqualTo(64);
          } catch (SignatureVerificationException e) {
            assertThat(e).hasMessage("its certificate cannot be read");
          }
        });
  }
}
