// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.signature.testing.Cosign3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Bundles as a user who can push to a registry writes them. */
class SignatureBundleFuzzTest {
  private static final String OTHER = "sha256:" + "0".repeat(64);
  private static final TrustedRoot ROOT = root();

  @DictionaryEntries({
    "dsseEnvelope",
    "verificationMaterial",
    "tlogEntries",
    "inclusionProof",
    "rawBytes",
    "{}",
    "[]",
    "signatures",
    "payload",
    "canonicalizedBody",
    "null"
  })
  @FuzzTest
  void signsNothingButItsImageByItsSigner(byte[] json) {
    List<SignatureBundle> bundles = List.of(new SignatureBundle.Bundle(json));
    assertThat(Verifier.check(keyless(Cosign3.SUBJECT), bundles, OTHER)).isPresent();
    assertThat(Verifier.check(keyless("other@example.com"), bundles, Cosign3.DIGEST)).isPresent();
    var _ = Verifier.check(keyless(Cosign3.SUBJECT), bundles, Cosign3.DIGEST);
  }

  /** Simple signing: payload, signature, certificate, chain and log entry, each on its own line. */
  @DictionaryEntries({
    "critical",
    "docker-manifest-digest",
    "\\x0A",
    "Payload",
    "logIndex",
    "-----BEGIN CERTIFICATE-----"
  })
  @FuzzTest
  void simpleSigningSignsNothing(byte[] sent) {
    String[] lines = new String(sent, StandardCharsets.UTF_8).split("\n", 5);
    List<SignatureBundle> found =
        List.of(
            new SignatureBundle.Simple(
                lines[0].getBytes(StandardCharsets.UTF_8),
                line(lines, 1).orElse(""),
                line(lines, 2).map(text -> text.replace('|', '\n')),
                line(lines, 3).map(text -> text.replace('|', '\n')),
                line(lines, 4)));
    assertThat(Verifier.check(keyless(Cosign3.SUBJECT), found, OTHER)).isPresent();
  }

  private static Optional<String> line(String[] lines, int at) {
    return at < lines.length ? Optional.of(lines[at]) : Optional.empty();
  }

  private static Signer.Keyless keyless(String subject) {
    return new Signer.Keyless(
        StringMatcher.exact(Cosign3.ISSUER), StringMatcher.exact(subject), ROOT);
  }

  private static TrustedRoot root() {
    try {
      return TrustedRoot.sigstore(Cosign3.file("ed25519-log.trusted-root.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
