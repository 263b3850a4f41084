// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateStateTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final CertificateAndKey CA = CertificateIssuer.authority(NOW, NOW.plusSeconds(60));
  private static final CertificateAndKey OTHER =
      CertificateIssuer.authority(NOW, NOW.plusSeconds(60));
  private static final CertificateAndKey LEAF =
      CertificateIssuer.leaf(CA, List.of("a"), NOW, NOW.plusSeconds(60));

  @Test
  void readsWrittenSecrets() {
    CertificateState certificateState =
        CertificateState.read(
            pem(CA), key(CA), (text(CA) + text(OTHER)).getBytes(US_ASCII), pem(LEAF), key(LEAF));
    assertThat(certificateState)
        .isEqualTo(
            new CertificateState(
                Optional.of(CA),
                List.of(CA.certificate(), OTHER.certificate()),
                Optional.of(LEAF)));
  }

  static Stream<Arguments> unusable() {
    byte[] nothing = {};
    byte[] garbage = "garbage".getBytes(US_ASCII);
    return Stream.of(
        Arguments.of("nothing", nothing, nothing),
        Arguments.of("no key", pem(CA), nothing),
        Arguments.of("no certificate", nothing, key(CA)),
        Arguments.of("garbage for a certificate", garbage, key(CA)),
        Arguments.of("garbage for a key", pem(CA), garbage),
        Arguments.of(
            "a key that is cut off",
            pem(CA),
            new String(key(CA), US_ASCII).substring(0, 80).getBytes(US_ASCII)),
        Arguments.of(
            "a key with garbage inside",
            pem(CA),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----".getBytes(US_ASCII)),
        Arguments.of("another certificate's key", pem(CA), key(OTHER)),
        Arguments.of("a leaf where a CA should be", pem(LEAF), key(LEAF)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void ignoresUnusableAuthority(String what, byte[] certificate, byte[] key) {
    assertThat(
            CertificateState.read(certificate, key, new byte[0], new byte[0], new byte[0])
                .authority())
        .as(what)
        .isEmpty();
  }

  @Test
  void onlyAuthoritiesAreTrusted() {
    byte[] bundle = (text(LEAF) + text(CA)).getBytes(US_ASCII);
    assertThat(
            CertificateState.read(new byte[0], new byte[0], bundle, new byte[0], new byte[0])
                .bundle())
        .containsExactly(CA.certificate());
  }

  @Test
  void keysAreNotPrinted() {
    String printed =
        CertificateState.read(pem(CA), key(CA), pem(CA), pem(LEAF), key(LEAF)).toString();
    assertThat(printed)
        .contains("eci-webhook-ca")
        .doesNotContain("PRIVATE", CA.key().toString(), LEAF.key().toString());
  }

  private static String text(CertificateAndKey certificateAndKey) {
    return PemWriter.certificates(List.of(certificateAndKey.certificate()));
  }

  private static byte[] pem(CertificateAndKey certificateAndKey) {
    return text(certificateAndKey).getBytes(US_ASCII);
  }

  private static byte[] key(CertificateAndKey certificateAndKey) {
    return PemWriter.key(certificateAndKey.key()).getBytes(US_ASCII);
  }
}
