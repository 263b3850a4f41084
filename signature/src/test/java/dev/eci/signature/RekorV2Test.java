// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.testing.Gen;
import dev.eci.signature.SignatureBundle.Bundle;
import dev.eci.signature.testing.KeySigner;
import dev.eci.signature.testing.TestRekor;
import dev.eci.signature.testing.TestSigstore;
import dev.eci.signature.testing.TestStamps;
import dev.eci.signature.testing.TestStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyless signatures with a log's proof and an authority's timestamp (Rekor v2). */
class RekorV2Test {
  private static final String DIGEST = SignedByKeyTest.DIGEST;
  private static final String ISSUER = "https://token.actions.example";
  private static final String SUBJECT = "https://github.example/team/app/release@refs/tags/v1";
  private static final Instant THEN = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant STAMPED = THEN.plusSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATEMENT =
      SignedByKeyTest.statement("https://sigstore.dev/cosign/sign/v1");

  private final TestSigstore sigstore = new TestSigstore(THEN.minus(Duration.ofDays(1)));
  private final TestStamps stamps = new TestStamps(THEN.minus(Duration.ofDays(1)));
  private final TestRekor log = new TestRekor("log.example", "Ed25519", 5);
  private final TestStatement signed =
      sigstore.identity(ISSUER, SUBJECT, THEN).statement(STATEMENT);
  private final byte[] stamp = stamps.stamp(signed.signature(), STAMPED);

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EC"})
  void acceptsLoggedAndTimestampedBundles(String algorithm) {
    for (int others : List.of(0, 1, 2, 3, 6, 7, 8, 100)) {
      TestRekor any = new TestRekor("log.example", algorithm, others);
      assertThat(
              check(trust(any, stamps), signed.bundle(entry(any, signed.hashedRekordV2()), stamp)))
          .isEmpty();
    }
    assertThat(
            check(
                trust(log, stamps),
                signed.bundle(log.entry("dsse", "0.0.2", signed.dsseV2()), stamp)))
        .isEmpty();
  }

  /** Cosign with a log of Rekor v1 whose promise was removed. */
  @Test
  void acceptsProofOfRekorV1Entry() {
    assertThat(
            check(
                trust(log, stamps),
                signed.bundle(log.entry("dsse", "0.0.1", signed.dsseV1()), stamp)))
        .isEmpty();
  }

  /** The time in the entry itself is not signed. */
  @Test
  void rejectsBundleWithoutTimestamp() {
    String entry =
        entry(log, signed.hashedRekordV2())
            .replace(
                "\"integratedTime\":\"0\"",
                "\"integratedTime\":\"%d\"".formatted(STAMPED.getEpochSecond()));
    assertThat(check(trust(log, stamps), signed.bundle(entry)))
        .get()
        .asString()
        .startsWith("its signing time is unknown");
    assertThat(check(trust(log, stamps), signed.bundle(entry, stamp))).isEmpty();
  }

  @Test
  void rejectsBundleWithoutLogEntry() {
    assertThat(check(trust(log, stamps), signed.bundle("", stamp)))
        .contains("the bundle has no entry of a log");
    String bare = entry(log, signed.hashedRekordV2()).replace("inclusionProof", "other");
    assertThat(check(trust(log, stamps), signed.bundle(bare, stamp)))
        .contains("the log's entry has neither promise nor proof");
  }

  @Test
  void acceptsOneValidEntryAndTimestamp() {
    TestRekor otherLog = new TestRekor("other.example", "EC", 3);
    TestStamps otherStamps = new TestStamps(THEN.minus(Duration.ofDays(1)));
    assertThat(
            check(
                trust(log, stamps),
                signed.bundle(
                    entry(otherLog, signed.hashedRekordV2())
                        + ","
                        + entry(log, signed.hashedRekordV2()),
                    otherStamps.stamp(signed.signature(), STAMPED),
                    stamp)))
        .isEmpty();
  }

  @Test
  void rejectsOtherLogsAndAuthorities() {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    TestRekor otherLog = new TestRekor("log.example", "Ed25519", 5);
    assertThat(check(trust(otherLog, stamps), bundle))
        .contains("it is in a log that the policy does not name");
    assertThat(check(trust(log, new TestStamps(THEN)), bundle))
        .get()
        .asString()
        .contains("its timestamp does not come from an authority");
    assertThat(
            check(
                new TrustedRoot(
                    authorities(), TrustedRoot.logs(log.publicPem()), List.of(), List.of()),
                bundle))
        .get()
        .asString()
        .contains("its timestamp does not come from an authority");
  }

  /** Its certificate was valid for ten minutes, its authority's for a month. */
  @ParameterizedTest
  @CsvSource({
    "PT-1M, was not valid at 2026-05-01T11:59:00Z",
    "PT11M, was not valid at 2026-05-01T12:11:00Z",
    "P40D, its timestamp does not come from an authority of the policy that was valid then",
  })
  void rejectsTimestampOfOtherTime(Duration after, String why) {
    byte[] other = stamps.stamp(signed.signature(), THEN.plus(after));
    assertThat(check(trust(log, stamps), signed.bundle(entry(log, signed.hashedRekordV2()), other)))
        .get()
        .asString()
        .contains(why);
  }

  @Test
  void rejectsTimestampOfOtherSignatureOrBrokenHash() {
    String entry = entry(log, signed.hashedRekordV2());
    assertThat(
            check(
                trust(log, stamps), signed.bundle(entry, stamps.stamp(signed.payload(), STAMPED))))
        .contains("its timestamp is of another signature");
    assertThat(
            check(
                trust(log, stamps),
                signed.bundle(entry, stamps.stampOfSha1(signed.signature(), STAMPED))))
        .get()
        .asString()
        .contains("uses a hash other than");
  }

  /** A certificate for servers issues no timestamps, nor does one with further usages. */
  @Test
  void rejectsCertificatesWithOtherUsages() {
    Instant since = THEN.minus(Duration.ofDays(1));
    for (TestStamps other :
        List.of(
            new TestStamps(since, true, KeyPurposeId.id_kp_serverAuth),
            new TestStamps(since, false, KeyPurposeId.id_kp_timeStamping))) {
      assertThat(
              check(
                  trust(log, other),
                  signed.bundle(
                      entry(log, signed.hashedRekordV2()),
                      other.stamp(signed.signature(), STAMPED))))
          .get()
          .asString()
          .contains("its timestamp");
    }
  }

  /** A valid entry of another signature must not count for this one. */
  @Test
  void rejectsEntryOfOtherSignature() {
    TestStatement other = sigstore.identity(ISSUER, SUBJECT, THEN).statement(STATEMENT);
    for (String body :
        List.of(
            other.hashedRekordV2(),
            signed.hashedRekordV2().replace("SHA2_256\"", "SHA2_512\""),
            signed.hashedRekordV2().replace(KeySigner.base64(signed.signature()), "AAAA"),
            signed.hashedRekordV2().replace("x509Certificate", "publicKey"))) {
      assertThat(check(trust(log, stamps), signed.bundle(entry(log, body), stamp)))
          .contains("the log's entry records another signature");
    }
    assertThat(
            check(
                trust(log, stamps),
                signed.bundle(
                    entry(log, signed.hashedRekordV2().replace("0.0.2", "0.0.3")), stamp)))
        .get()
        .asString()
        .contains("is neither dsse");
  }

  /** Each field that is signed or hashed, changed in one valid bundle. */
  @ParameterizedTest
  @CsvSource({
    "/verificationMaterial/tlogEntries/0/canonicalizedBody",
    "/verificationMaterial/tlogEntries/0/inclusionProof/hashes/0",
    "/verificationMaterial/tlogEntries/0/inclusionProof/hashes/1",
    "/verificationMaterial/certificate/rawBytes",
    "/dsseEnvelope/payload",
    "/dsseEnvelope/signatures/0/sig",
  })
  void rejectsAnyChangedField(String pointer) throws IOException {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    assertThat(check(trust(log, stamps), bundle)).isEmpty();
    byte[] bytes = Base64.getDecoder().decode(JSON.readTree(bundle.json()).at(pointer).asText());
    for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 25)) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThat(check(trust(log, stamps), with(bundle, pointer, KeySigner.base64(changed))))
          .as("byte %d of %s", at, pointer)
          .isPresent();
    }
  }

  /** Some of its bytes have no meaning; all others are signed. */
  @Test
  void changedTimestampIsInvalidOrEqual() {
    int none = 0;
    for (int at = 0; at < stamp.length; at++) {
      byte[] changed = stamp.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      try {
        assertThat(time(changed)).as("byte %d", at).isEqualTo(STAMPED);
      } catch (SignatureVerificationException e) {
        none++;
      }
    }
    assertThat(none).isGreaterThan(stamp.length / 2);
  }

  @Test
  void survivesAnyTimestampBytes() {
    forAll(100, Gen.bytes(200))
        .holds(bytes -> {
          assertThatThrownBy(() -> time(bytes))
              .isInstanceOf(SignatureVerificationException.class)
              .hasMessageStartingWith("its timestamp");
        });
  }

  /** As deep as possible: a recursive parser would run out of stack. */
  @Test
  void rejectsEndlessTimestamp() {
    byte[] deep = {};
    while (deep.length < 32_000) {
      deep = Der.of(Der.SEQUENCE, List.of(deep));
    }
    byte[] nested = deep;
    assertThatThrownBy(() -> time(nested)).hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> time(new byte[40_000])).hasMessage("its timestamp is too large");
  }

  private Instant time(byte[] changed) throws SignatureVerificationException {
    return Timestamp.of(
        JSON.getNodeFactory().objectNode().put("signedTimestamp", KeySigner.base64(changed)),
        signed.signature(),
        TrustedRoot.timestampAuthorities(stamps.rootPem()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "6", "-1", "9223372036854775807", "x"})
  void rejectsChangedLeafIndex(String index) throws IOException {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    assertThat(
            check(
                trust(log, stamps),
                with(bundle, "/verificationMaterial/tlogEntries/0/inclusionProof/logIndex", index)))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"6\\n,7\\n", "6\\n,06\\n", "6\\n,-6\\n", "log.example\\n,other.example\\n"})
  void rejectsChangedCheckpoint(String from, String to) throws IOException {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    String pointer = "/verificationMaterial/tlogEntries/0/inclusionProof/checkpoint/envelope";
    String note = JSON.readTree(bundle.json()).at(pointer).asText();
    String changed = note.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(note);
    assertThat(check(trust(log, stamps), with(bundle, pointer, changed))).isPresent();
    assertThat(check(trust(log, stamps), with(bundle, pointer, note))).isEmpty();
  }

  /** A log whose key signs for two names is two logs. */
  @Test
  void rejectsCheckpointOfOtherLogName() throws IOException {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    String pointer = "/verificationMaterial/tlogEntries/0/inclusionProof/checkpoint/envelope";
    Bundle misnamed = with(bundle, pointer, log.checkpoint("log.example", "another.example"));
    assertThat(check(trust(log, stamps), misnamed))
        .contains("it is in a log that the policy does not name");
    Bundle other = with(bundle, pointer, log.checkpoint("another.example", "another.example"));
    TrustedRoot named =
        new TrustedRoot(
            authorities(),
            List.of(
                new TransparencyLog(
                    TrustedRoot.logs(log.publicPem()).getFirst().key(),
                    Optional.of("log.example"),
                    ValidityPeriod.ALWAYS)),
            List.of(),
            TrustedRoot.timestampAuthorities(stamps.rootPem()));
    assertThat(check(named, bundle)).isEmpty();
    assertThat(check(named, other)).contains("it is in a log that the policy does not name");
    // Rekor v1: a number after its name, and any name that its operator chose
    assertThat(check(named, with(bundle, pointer, log.checkpoint("pod-1 - 77", "pod-1"))))
        .isEmpty();
  }

  /** Cosign's timestamps include no certificate. */
  @Test
  void requiresPolicyCertificateForBareTimestamp() {
    Bundle bundle =
        signed.bundle(
            entry(log, signed.hashedRekordV2()), stamps.bareStamp(signed.signature(), STAMPED));
    assertThat(check(trust(log, stamps), bundle))
        .get()
        .asString()
        .contains("includes no certificate");
    assertThat(check(trust(log, stamps.leafPem() + stamps.rootPem()), bundle)).isEmpty();
  }

  @Test
  void rejectsTimestampWithTooManyCertificates() {
    List<X509Certificate> many =
        Stream.generate(() -> new TestStamps(THEN).leaf()).limit(5).toList();
    byte[] crowded = stamps.stampWith(signed.signature(), STAMPED, many);
    assertThat(
            check(trust(log, stamps), signed.bundle(entry(log, signed.hashedRekordV2()), crowded)))
        .contains("its timestamp includes more than 4 certificates");
  }

  /**
   * Where the policy names the timestamp certificate, no other certificate of the same authority
   * counts.
   */
  @Test
  void acceptsTimestampsOfNamedCertificateOnly() {
    Bundle bundle = signed.bundle(entry(log, signed.hashedRekordV2()), stamp);
    assertThat(check(trust(log, stamps.leafPem() + stamps.rootPem()), bundle)).isEmpty();
    assertThat(check(trust(log, new TestStamps(THEN).leafPem() + stamps.rootPem()), bundle))
        .isPresent();
  }

  private static Bundle with(Bundle bundle, String pointer, String text) throws IOException {
    JsonNode tree = JSON.readTree(bundle.json());
    int last = pointer.lastIndexOf('/');
    JsonNode parent = tree.at(pointer.substring(0, last));
    String name = pointer.substring(last + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), JSON.getNodeFactory().textNode(text));
    } else {
      ((ObjectNode) parent).put(name, text);
    }
    return new Bundle(tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String entry(TestRekor log, String body) {
    return log.entry("hashedrekord", "0.0.2", body);
  }

  private TrustedRoot trust(TestRekor log, TestStamps stamps) {
    return trust(log, stamps.rootPem());
  }

  private TrustedRoot trust(TestRekor log, String stamps) {
    return new TrustedRoot(
        authorities(),
        TrustedRoot.logs(log.publicPem()),
        List.of(),
        TrustedRoot.timestampAuthorities(stamps));
  }

  private List<CertificateAuthority> authorities() {
    return TrustedRoot.authorities(sigstore.rootPem() + sigstore.intermediatePem());
  }

  private static Optional<String> check(TrustedRoot root, Bundle bundle) {
    return Verifier.check(
        new Signer.Keyless(StringMatcher.exact(ISSUER), StringMatcher.exact(SUBJECT), root),
        List.of(bundle),
        DIGEST);
  }
}
