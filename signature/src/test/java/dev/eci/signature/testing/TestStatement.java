// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import dev.eci.signature.SignatureBundle;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** An in-toto statement that an identity has signed, before it is in any log. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestStatement(X509Certificate certificate, byte[] payload, byte[] signature) {
  private static final String TYPE = "application/vnd.in-toto+json";

  static TestStatement of(String statement, KeySigner key, X509Certificate certificate) {
    byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
    return new TestStatement(certificate, payload, key.sign(signed(payload)));
  }

  private static byte[] signed(byte[] payload) {
    return "DSSEv1 %d %s %d %s"
        .formatted(TYPE.length(), TYPE, payload.length, new String(payload, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What Rekor v1 logs. */
  public String dsseV1() {
    return """
    {"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":"00"},"payloadHash":{"algorithm":"sha256","value":"%s"},"signatures":[{"signature":"%s","verifier":"%s"}]}}\
    """
        .formatted(
            TestSigstore.sha256(payload),
            KeySigner.base64(signature),
            KeySigner.base64(TestSigstore.pem(certificate).getBytes(StandardCharsets.UTF_8)));
  }

  /** What Rekor v2 logged at first. */
  public String dsseV2() {
    return """
    {"apiVersion":"0.0.2","kind":"dsse","spec":{"dsseV002":{"payloadHash":{"algorithm":"SHA2_256","digest":"%s"},"signatures":[%s]}}}\
    """
        .formatted(sha256(payload), logged());
  }

  /** What Rekor v2 logs. */
  public String hashedRekordV2() {
    return """
    {"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"%s"},"signature":%s}}}\
    """
        .formatted(sha256(signed(payload)), logged());
  }

  private String logged() {
    return """
    {"content":"%s","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","x509Certificate":{"rawBytes":"%s"}}}\
    """
        .formatted(KeySigner.base64(signature), KeySigner.base64(der()));
  }

  private static String sha256(byte[] bytes) {
    return KeySigner.base64(HexFormat.of().parseHex(TestSigstore.sha256(bytes)));
  }

  /** A Sigstore bundle with these entries of logs, and timestamps. */
  public SignatureBundle.Bundle bundle(String entries, byte[]... stamps) {
    String stamped =
        Arrays.stream(stamps)
            .map(stamp -> "{\"signedTimestamp\":\"%s\"}".formatted(KeySigner.base64(stamp)))
            .collect(Collectors.joining(","));
    return new SignatureBundle.Bundle(
        """
        {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"certificate":{"rawBytes":"%s"},
        "tlogEntries":[%s],"timestampVerificationData":{"rfc3161Timestamps":[%s]}},
        "dsseEnvelope":{"payload":"%s","payloadType":"%s","signatures":[{"sig":"%s"}]}}\
        """
            .formatted(
                KeySigner.base64(der()),
                entries,
                stamped,
                KeySigner.base64(payload),
                TYPE,
                KeySigner.base64(signature))
            .getBytes(StandardCharsets.UTF_8));
  }

  private byte[] der() {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
