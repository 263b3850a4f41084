// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.signature.testing.Cosign3;
import dev.eci.signature.testing.TestSigstore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in a trusted_root.json are reported when a policy is applied. */
class TrustedRootTest {
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/vnd.dev.sigstore.trustedroot+json|other|is no trusted root of Sigstore: its mediaType is not application/vnd.dev.sigstore.trustedroot…",
        "{|[|cannot be read: it is no JSON",
        "\"tlogs\"|\"others\"|names no tlogs, without which no signature counts",
        "\"certificateAuthorities\"|\"others\"|names no certificateAuthorities, without which no signature counts",
        "SHA2_256|SHA2_512|cannot be read: tlogs[0] has a hashAlgorithm other than SHA2_256",
        "MCowBQYDK2VwAyEA|AAAA|cannot be read: tlogs[0]: a public key is not an ECDSA, RSA or Ed25519 key",
        "2024-01-01T00:00:00Z|yesterday|cannot be read: tlogs[0] has an invalid time in validFor",
        "MIIBrzCCAVag|AAAABBBBCCCC|cannot be read: certificateAuthorities[0] has an invalid certificate",
        "\"certificates\"|\"others\"|cannot be read: certificateAuthorities[0] has no certChain.certificates",
      })
  void reportsPathOfError(String from, String to, String why) throws IOException {
    String json = Cosign3.file("ed25519-log.trusted-root.json");
    assertThat(json).contains(from);
    assertThatThrownBy(() -> TrustedRoot.sigstore(json.replace(from, to)))
        .isInstanceOf(InvalidSignerException.class)
        .hasMessage(why);
  }

  @Test
  void requiresAuthorityOfTimestampCertificate() throws IOException {
    TestSigstore sigstore = new TestSigstore(Instant.EPOCH);
    String leaf =
        sigstore
            .identity("https://issuer.example", "a@example.com", Instant.EPOCH)
            .certificatePem();
    assertThatThrownBy(() -> TrustedRoot.timestampAuthorities(leaf))
        .hasMessageContaining("contains no certificate of an authority");
    assertThat(TrustedRoot.timestampAuthorities(leaf + sigstore.rootPem())).hasSize(1);
  }

  /** A result with one root must never count with another. */
  @Test
  void fingerprintChangesWithEveryPartOfRoot() throws IOException {
    TrustedRoot root = TrustedRoot.sigstore(Cosign3.file("ed25519-log.trusted-root.json"));
    TransparencyLog transparencyLog = root.logs().getFirst();
    ValidityPeriod other = new ValidityPeriod(Optional.of(Instant.EPOCH), Optional.empty());
    CertificateAuthority certificateAuthority = root.authorities().getFirst();
    assertThat(
            List.of(
                print(root),
                print(with(root, root.authorities(), root.logs(), List.of())),
                print(
                    with(
                        root,
                        root.authorities(),
                        List.of(
                            new TransparencyLog(
                                transparencyLog.key(), transparencyLog.name(), other)),
                        root.timestampAuthorities())),
                print(
                    with(
                        root,
                        root.authorities(),
                        List.of(
                            new TransparencyLog(
                                transparencyLog.key(), Optional.empty(), transparencyLog.window())),
                        root.timestampAuthorities())),
                print(
                    with(
                        root,
                        List.of(
                            new CertificateAuthority(
                                certificateAuthority.anchors(),
                                certificateAuthority.others(),
                                other)),
                        root.logs(),
                        root.timestampAuthorities())),
                print(with(root, root.timestampAuthorities(), root.logs(), root.authorities()))))
        .doesNotHaveDuplicates();
    assertThat(print(root))
        .isEqualTo(print(with(root, root.authorities(), root.logs(), root.timestampAuthorities())));
  }

  private static TrustedRoot with(
      TrustedRoot root,
      List<CertificateAuthority> authorities,
      List<TransparencyLog> logs,
      List<CertificateAuthority> stamps) {
    return new TrustedRoot(authorities, logs, root.certificateLogs(), stamps);
  }

  private static String print(TrustedRoot root) {
    return new Signer.Keyless(StringMatcher.exact("a"), StringMatcher.exact("b"), root)
        .fingerprint();
  }
}
