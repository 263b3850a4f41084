// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.signature.SignatureBundle.Simple;
import dev.eci.signature.testing.KeySigner;
import dev.eci.signature.testing.TestSigstore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyless signatures: an identity, a short-lived certificate, and a log that attests the time. */
class KeylessTest {
  private static final String DIGEST = SignedByKeyTest.DIGEST;
  private static final String ISSUER = "https://token.actions.example";
  private static final String SUBJECT =
      "https://github.example/team/app/.github/workflows/release.yml@refs/tags/v1";
  private static final Instant THEN = Instant.parse("2025-05-01T12:00:00Z");

  private final TestSigstore sigstore = new TestSigstore(THEN.minus(Duration.ofDays(1)));
  private final TestSigstore.Identity signer = sigstore.identity(ISSUER, SUBJECT, THEN);
  private final Simple signed = signer.sign(KeySigner.payload(DIGEST), THEN.plusSeconds(5));

  /** Its certificate has expired by now; the time of the signature counts. */
  @Test
  void acceptsSigningIdentity() {
    assertThat(check(exactly(ISSUER, SUBJECT), signed)).isEmpty();
    assertThat(
            check(
                signer(
                    StringMatcher.exact(ISSUER),
                    StringMatcher.matching("^https://github\\.example/team/.*$"),
                    sigstore),
                signed))
        .isEmpty();
  }

  @Test
  void acceptsBundleWhileCertificateWasValid() {
    String statement = SignedByKeyTest.statement("https://sigstore.dev/cosign/sign/v1");
    assertThat(check(bothAnchors(), signer.signStatement(statement, THEN.plusSeconds(5))))
        .isEmpty();
    assertThat(check(bothAnchors(), signer.signStatement(statement, THEN.plusSeconds(3600))))
        .get()
        .asString()
        .contains("was not valid at 2025-05-01T13:00:00Z");
  }

  @Test
  void rejectsOtherIdentities() {
    assertThat(check(exactly(ISSUER, SUBJECT + "0"), signed)).contains("its signer is " + SUBJECT);
    assertThat(check(exactly("https://other.example", SUBJECT), signed))
        .contains("its signer's identity comes from " + ISSUER);
    // a match in the middle of the text does not count
    assertThat(
            check(
                signer(StringMatcher.exact(ISSUER), StringMatcher.matching("^team/app$"), sigstore),
                signed))
        .isPresent();
    // an alternative must not remove the anchors of its neighbours
    assertThat(
            check(
                signer(
                    StringMatcher.exact(ISSUER),
                    StringMatcher.matching("^https://github|release$"),
                    sigstore),
                signed))
        .isPresent();
  }

  @Test
  void rejectsExpiredCertificate() {
    for (Instant logged : List.of(THEN.minusSeconds(60), THEN.plus(Duration.ofMinutes(11)))) {
      assertThat(check(exactly(ISSUER, SUBJECT), signer.sign(KeySigner.payload(DIGEST), logged)))
          .get()
          .asString()
          .contains("was not valid at");
    }
  }

  @Test
  void rejectsExpiredRoot() {
    TestSigstore later = new TestSigstore(THEN.plus(Duration.ofDays(1)));
    Simple early =
        later.identity(ISSUER, SUBJECT, THEN).sign(KeySigner.payload(DIGEST), THEN.plusSeconds(5));
    assertThat(
            check(signer(StringMatcher.exact(ISSUER), StringMatcher.exact(SUBJECT), later), early))
        .get()
        .asString()
        .contains("no root of the policy was valid");
  }

  @Test
  void rejectsOtherAuthorityAndLog() {
    TestSigstore other = new TestSigstore(THEN.minus(Duration.ofDays(1)));
    Simple theirs =
        other.identity(ISSUER, SUBJECT, THEN).sign(KeySigner.payload(DIGEST), THEN.plusSeconds(5));
    assertThat(check(exactly(ISSUER, SUBJECT), theirs))
        .contains("it is in a log that the policy does not name");
    Signer otherLog =
        new Signer.Keyless(
            StringMatcher.exact(ISSUER),
            StringMatcher.exact(SUBJECT),
            trust(sigstore.rootPem(), other.logPem(), List.of()));
    assertThat(check(otherLog, theirs)).get().asString().contains("does not come from a root");
  }

  /** A valid entry of another signature must not lend its time. */
  @Test
  void rejectsLogEntryOfOtherSignature() {
    Simple other = signer.sign(KeySigner.payload(DIGEST.replace('a', 'b')), THEN.plusSeconds(5));
    Simple mixed =
        new Simple(
            signed.payload(),
            signed.signature(),
            signed.certificate(),
            signed.chain(),
            other.bundle());
    assertThat(check(exactly(ISSUER, SUBJECT), mixed))
        .contains("the log's entry records another signature");
  }

  /** Untrusted authorities that cross-sign each other in circles would take hours to try. */
  @Test
  void rejectsBundleWithTooManyCertificates() {
    Simple many =
        new Simple(
            signed.payload(),
            signed.signature(),
            signed.certificate(),
            Optional.of(sigstore.intermediatePem().repeat(5)),
            signed.bundle());
    assertThat(check(exactly(ISSUER, SUBJECT), many))
        .contains("it includes more than 4 certificates");
  }

  @Test
  void rejectsChangedTime() {
    Simple moved =
        new Simple(
            signed.payload(),
            signed.signature(),
            signed.certificate(),
            signed.chain(),
            signed
                .bundle()
                .map(b ->
                    b.replace(
                        String.valueOf(THEN.plusSeconds(5).getEpochSecond()),
                        String.valueOf(THEN.plusSeconds(6).getEpochSecond()))));
    assertThat(check(exactly(ISSUER, SUBJECT), moved))
        .contains("the log's promise is not signed by the log");
  }

  @Test
  void rejectsUnloggedSignaturesAndServerCertificates() {
    assertThat(
            check(
                exactly(ISSUER, SUBJECT),
                new Simple(
                    signed.payload(),
                    signed.signature(),
                    signed.certificate(),
                    signed.chain(),
                    Optional.empty())))
        .get()
        .asString()
        .contains("no entry of a log");
    assertThat(
            check(
                exactly(ISSUER, SUBJECT),
                sigstore
                    .server(ISSUER, SUBJECT, THEN)
                    .sign(KeySigner.payload(DIGEST), THEN.plusSeconds(5))))
        .isPresent();
  }

  @Test
  void rejectsUnloggedCertificateWhenLogIsRequired() {
    assertThat(check(shown(sigstore.certificateLogPem()), signed)).isEmpty();
    assertThat(check(shown(new TestSigstore(THEN).certificateLogPem()), signed))
        .contains("its certificate is in no transparency log that the policy names");
    Simple secret =
        sigstore.secret(ISSUER, SUBJECT, THEN).sign(KeySigner.payload(DIGEST), THEN.plusSeconds(5));
    assertThat(check(exactly(ISSUER, SUBJECT), secret)).isEmpty();
    assertThat(check(shown(sigstore.certificateLogPem()), secret))
        .contains("its certificate is in no transparency log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://good.example", "^https://good.example", "good$", ".*", "^a\\$"})
  void rejectsUnanchoredExpression(String regex) {
    assertThatThrownBy(() -> StringMatcher.matching(regex))
        .isInstanceOf(InvalidSignerException.class)
        .hasMessageContaining("write ^…$");
  }

  @Test
  void matchesHostileExpressionsInLinearTime() {
    StringMatcher evil = StringMatcher.matching("^(a+)+$");
    assertThatCode(() -> assertThat(evil.matches("a".repeat(5000) + "b")).isFalse())
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> StringMatcher.matching("^(a)\\1$"))
        .isInstanceOf(InvalidSignerException.class);
  }

  /** A result for one signer must never count for another. */
  @Test
  void fingerprintChangesWithEveryPartOfSigner() {
    assertThat(
            List.of(
                exactly(ISSUER, SUBJECT).fingerprint(),
                exactly(ISSUER, SUBJECT + "0").fingerprint(),
                exactly(SUBJECT, ISSUER).fingerprint(),
                signer(
                        StringMatcher.exact(ISSUER),
                        StringMatcher.matching("^" + SUBJECT + "$"),
                        sigstore)
                    .fingerprint(),
                signer(
                        StringMatcher.exact(ISSUER),
                        StringMatcher.exact(SUBJECT),
                        new TestSigstore(THEN))
                    .fingerprint(),
                bothAnchors().fingerprint(),
                shown(sigstore.certificateLogPem()).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(exactly(ISSUER, SUBJECT).fingerprint())
        .isEqualTo(exactly(ISSUER, SUBJECT).fingerprint())
        .matches("[0-9a-f]{32}");
  }

  private Signer exactly(String issuer, String subject) {
    return signer(StringMatcher.exact(issuer), StringMatcher.exact(subject), sigstore);
  }

  /** Bundles include no intermediates. */
  private Signer bothAnchors() {
    return new Signer.Keyless(
        StringMatcher.exact(ISSUER),
        StringMatcher.exact(SUBJECT),
        trust(sigstore.rootPem() + sigstore.intermediatePem(), sigstore.logPem(), List.of()));
  }

  /** A signer that requires published certificates. */
  private Signer shown(String certificateLog) {
    return new Signer.Keyless(
        StringMatcher.exact(ISSUER),
        StringMatcher.exact(SUBJECT),
        trust(sigstore.rootPem(), sigstore.logPem(), TrustedRoot.logs(certificateLog)));
  }

  private static Signer signer(StringMatcher issuer, StringMatcher subject, TestSigstore sigstore) {
    return new Signer.Keyless(
        issuer, subject, trust(sigstore.rootPem(), sigstore.logPem(), List.of()));
  }

  private static TrustedRoot trust(
      String roots, String logs, List<TransparencyLog> certificateLogs) {
    return new TrustedRoot(
        TrustedRoot.authorities(roots), TrustedRoot.logs(logs), certificateLogs, List.of());
  }

  private static Optional<String> check(Signer signer, SignatureBundle signatureBundle) {
    return Verifier.check(signer, List.of(signatureBundle), DIGEST);
  }
}
