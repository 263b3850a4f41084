// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.testing.Gen;
import dev.eci.signature.SignatureBundle.Bundle;
import dev.eci.signature.SignatureBundle.Simple;
import dev.eci.signature.testing.KeySigner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures by keys, as {@code cosign sign --key} makes them. */
class SignedByKeyTest {
  static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final KeySigner EC = KeySigner.of("EC");

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void acceptsSignatureOfKeyAndImageOnly(String algorithm) {
    KeySigner signer = KeySigner.of(algorithm);
    Signer trusted = Signer.keys(signer.publicPem());
    Simple signed = simple(KeySigner.payload(DIGEST), signer);

    assertThat(check(trusted, signed)).isEmpty();
    assertThat(Verifier.check(trusted, List.of(signed), DIGEST.replace('a', 'b')))
        .contains("it is the signature of another image");
    for (String other : List.of("EC", "RSA", "Ed25519")) {
      assertThat(check(Signer.keys(KeySigner.of(other).publicPem()), signed))
          .contains("it was signed with another key");
    }
    assertThat(Verifier.check(trusted, List.of(), DIGEST)).contains("it has no signature");
  }

  @Test
  void acceptsOneOfSeveralKeysAndSignatures() {
    Simple own = simple(KeySigner.payload(DIGEST), EC);
    Simple other = simple(KeySigner.payload(DIGEST), KeySigner.of("EC"));

    assertThat(
            Verifier.check(
                Signer.keys(KeySigner.of("RSA").publicPem() + "\n" + EC.publicPem()),
                List.of(other, own),
                DIGEST))
        .isEmpty();
  }

  /** Any single bit that is flipped in the signed bytes, or in the signature. */
  @Test
  void rejectsAnyFlippedBit() {
    forAll(400, Gen.of(false, true), Gen.ints(0, 4095))
        .holds((inPayload, bit) -> {
          byte[] payload = KeySigner.payload(DIGEST);
          byte[] signature = EC.sign(payload);
          byte[] turned = inPayload ? payload : signature;
          int at = bit % (turned.length * 8);
          turned[at / 8] ^= (byte) (1 << (at % 8));

          assertThat(
                  check(
                      Signer.keys(EC.publicPem()),
                      new Simple(
                          payload,
                          KeySigner.base64(signature),
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty())))
              .isPresent();
        });
  }

  /** This module would read the first member, other readers the last one. */
  @Test
  void rejectsPayloadWithDuplicateMembers() {
    String twice =
        new String(KeySigner.payload(DIGEST), StandardCharsets.UTF_8)
            .replace(
                "\"docker-manifest-digest\"",
                "\"docker-manifest-digest\":\"sha256:%s\",\"docker-manifest-digest\""
                    .formatted("b".repeat(64)));
    assertThat(
            check(Signer.keys(EC.publicPem()), simple(twice.getBytes(StandardCharsets.UTF_8), EC)))
        .contains("the payload is no JSON");
  }

  /** A signature of other content with the same key is no signature of an image. */
  @Test
  void rejectsOtherPayloadTypes() {
    String other =
        new String(KeySigner.payload(DIGEST), StandardCharsets.UTF_8)
            .replace("cosign container image signature", "release notes");
    assertThat(
            check(Signer.keys(EC.publicPem()), simple(other.getBytes(StandardCharsets.UTF_8), EC)))
        .contains("the payload is no image signature of cosign");
  }

  /** Cosign 3's bundle; the message cannot choose how it is verified. */
  @Test
  void acceptsBundleAndRejectsAttestation() {
    Signer trusted = Signer.keys(EC.publicPem());
    assertThat(check(trusted, bundle(statement("https://sigstore.dev/cosign/sign/v1"), EC)))
        .isEmpty();
    assertThat(check(trusted, bundle(statement("https://slsa.dev/provenance/v1"), EC)))
        .contains("the statement is an attestation, no signature");
    assertThat(
            check(
                trusted,
                bundle(statement("https://sigstore.dev/cosign/sign/v1"), KeySigner.of("EC"))))
        .contains("it was signed with another key");
    assertThat(
            Verifier.check(
                trusted,
                List.of(bundle(statement("https://sigstore.dev/cosign/sign/v1"), EC)),
                DIGEST.replace('a', 'b')))
        .contains("it is the signature of another image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                                                             | holds no PEM block -----BEGIN PUBLIC KEY-----
          -----BEGIN EC PRIVATE KEY-----AAAA-----END EC PRIVATE KEY-----      | a PEM block is a PRIVATE KEY; write -----BEGIN PUBLIC KEY-----
          -----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----              | a public key is not an ECDSA, RSA or Ed25519 key
          """)
  void rejectsInvalidKeys(String pem, String why) {
    assertThatThrownBy(() -> Signer.keys(pem))
        .isInstanceOf(InvalidSignerException.class)
        .hasMessage(why);
  }

  @Test
  void rejectsWeakKey() throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    String pem = new KeySigner(generator.generateKeyPair()).publicPem();
    assertThatThrownBy(() -> Signer.keys(pem)).hasMessageContaining("too weak");
  }

  static Simple simple(byte[] payload, KeySigner signer) {
    return new Simple(
        payload,
        KeySigner.base64(signer.sign(payload)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static String statement(String predicateType) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}],\"predicateType\":\"%s\",\"predicate\":{}}"
        .formatted(DIGEST.substring(7), predicateType);
  }

  private static Bundle bundle(String statement, KeySigner signer) {
    byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
    byte[] signed =
        "DSSEv1 28 application/vnd.in-toto+json %d %s"
            .formatted(payload.length, statement)
            .getBytes(StandardCharsets.UTF_8);
    return new Bundle(
        """
        {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"x"}},
         "dsseEnvelope":{"payload":"%s","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"%s"}]}}\
        """
            .formatted(KeySigner.base64(payload), KeySigner.base64(signer.sign(signed)))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> check(Signer signer, SignatureBundle signatureBundle) {
    return Verifier.check(signer, List.of(signatureBundle), DIGEST);
  }
}
