package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Strangers' bytes. */
class DerTest {
  @Property
  void readsItsOwnEncoding(@ForAll @IntRange(max = 70_000) int length)
      throws SignatureVerificationException {
    byte[] content = new byte[length];
    assertThat(Der.content(Der.of(Der.OCTETS, List.of(content)), Der.OCTETS)).isEqualTo(content);
  }

  @Property
  void anythingIsReadOrRefused(@ForAll @Size(max = 64) byte[] bytes) {
    try {
      assertThat(Der.values(bytes)).hasSizeLessThanOrEqualTo(64);
    } catch (SignatureVerificationException e) {
      assertThat(e).hasMessage("its certificate cannot be read");
    }
  }
}
