// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.signature.testing.Cosign3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cosign 3.1.3 wrote with a log of Rekor v2 ({@link Cosign3}). */
class Cosign3Test {
  @ParameterizedTest
  @ValueSource(strings = {"ed25519-log", "ecdsa-log", "p384-stamps"})
  void acceptsBundleWithCosignTrustedRoot(String log) throws IOException {
    assertThat(check(log, log, Cosign3.SUBJECT, Cosign3.DIGEST)).isEmpty();
    assertThat(check(log, log, "other@example.com", Cosign3.DIGEST))
        .contains("its signer is " + Cosign3.SUBJECT);
    assertThat(check(log, log, Cosign3.SUBJECT, "sha256:" + "0".repeat(64)))
        .contains("it is the signature of another image");
  }

  @ParameterizedTest
  @CsvSource({"ed25519-log, ecdsa-log", "ecdsa-log, ed25519-log"})
  void rejectsUnlistedLog(String log, String root) throws IOException {
    assertThat(check(log, root, Cosign3.SUBJECT, Cosign3.DIGEST))
        .contains("it is in a log that the policy does not name");
  }

  /** Its log is the same, but another authority issued the timestamp. */
  @ParameterizedTest
  @CsvSource({"ed25519-log, p384-stamps", "p384-stamps, ed25519-log"})
  void rejectsUnlistedTimestampAuthority(String bundle, String root) throws IOException {
    assertThat(check(bundle, root, Cosign3.SUBJECT, Cosign3.DIGEST))
        .get()
        .asString()
        .contains("its timestamp does not come from an authority");
  }

  /** Outside of these times, the authorities and logs of the root do not count. */
  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z, its log did not count at",
    "2026-11-26T04:26:46Z, 2027-01-01T00:00:00Z, its timestamp does not come from an authority",
  })
  void rejectsOutsideValidityPeriod(String start, String later, String why) throws IOException {
    String json = Cosign3.file("ed25519-log.trusted-root.json");
    assertThat(json).contains(start);
    assertThat(
            check(
                "ed25519-log",
                TrustedRoot.sigstore(json.replace(start, later)),
                Cosign3.SUBJECT,
                Cosign3.DIGEST))
        .get()
        .asString()
        .startsWith(why);
  }

  /** The real log's evidence, each of its two kinds: its promise, and its proof alone. */
  @Test
  void acceptsPublicSigstoreEntry() throws IOException, SignatureVerificationException {
    TrustedRoot root = TrustedRoot.sigstore(Cosign3.file("public.trusted-root.json"));
    ObjectNode entry = (ObjectNode) new JsonMapper().readTree(Cosign3.file("public.entry.json"));
    LogEntry.IntegratedTime promised = LogEntry.ofBundle(entry).check(root.logs());
    assertThat(promised.time())
        .contains(Instant.ofEpochSecond(entry.get("integratedTime").asLong()));

    entry.remove("inclusionPromise");
    LogEntry.IntegratedTime proven = LogEntry.ofBundle(entry).check(root.logs());
    assertThat(proven.log()).isEqualTo(promised.log());
    assertThat(proven.time()).isEmpty();
    assertThat(root.authorities()).hasSize(2);
    assertThat(root.timestampAuthorities()).hasSize(1);
    assertThat(root.certificateLogs()).hasSize(2);
  }

  private static Optional<String> check(String log, String root, String subject, String digest)
      throws IOException {
    return check(
        log, TrustedRoot.sigstore(Cosign3.file(root + ".trusted-root.json")), subject, digest);
  }

  private static Optional<String> check(String log, TrustedRoot root, String subject, String digest)
      throws IOException {
    return Verifier.check(
        new Signer.Keyless(StringMatcher.exact(Cosign3.ISSUER), StringMatcher.exact(subject), root),
        List.of(
            new SignatureBundle.Bundle(
                Cosign3.file(log + ".bundle.json").getBytes(StandardCharsets.UTF_8))),
        digest);
  }
}
