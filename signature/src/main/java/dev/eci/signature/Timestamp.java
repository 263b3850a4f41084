// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** A timestamp that an authority issued for a signature (RFC 3161). */
final class Timestamp {
  private static final int BYTES_MAX = 32 << 10;
  private static final Set<Integer> GRANTED =
      Set.of(PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS);
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  /** No SHA-1: two signatures could be made for one timestamp. */
  private static final Map<String, String> HASHES =
      Map.of(
          NISTObjectIdentifiers.id_sha256.getId(), "SHA-256",
          NISTObjectIdentifiers.id_sha384.getId(), "SHA-384",
          NISTObjectIdentifiers.id_sha512.getId(), "SHA-512");

  private Timestamp() {}

  /**
   * The time at which one of {@code authorities} received the signature.
   *
   * @param stamp as a Sigstore bundle contains it, a base64 TimeStampResp
   */
  static Instant of(JsonNode stamp, byte[] signature, Collection<CertificateAuthority> authorities)
      throws SignatureVerificationException {
    String what = "its timestamp";
    byte[] bytes = Json.base64(Json.text(stamp, "/signedTimestamp", what), what);
    if (bytes.length > BYTES_MAX) {
      throw new SignatureVerificationException("its timestamp is too large");
    }
    try {
      TimeStampResponse response = new TimeStampResponse(bytes);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null || !GRANTED.contains(response.getStatus())) {
        throw new SignatureVerificationException(
            "the timestamp authority did not grant its timestamp");
      }
      requireFor(token, signature);
      Instant time = token.getTimeStampInfo().getGenTime().toInstant();
      List<X509Certificate> brought = includedCertificates(token);
      for (CertificateAuthority certificateAuthority : authorities) {
        if (isFrom(certificateAuthority, token, brought, time)) {
          return time;
        }
      }
      if (brought.isEmpty()
          && authorities.stream().allMatch(a -> timestampCertificates(a).isEmpty())) {
        throw new SignatureVerificationException(
            "its timestamp includes no certificate, and the policy's timestampRoots name no timestamp certificate");
      }
    } catch (TSPException | IOException | CertificateException e) {
      throw new SignatureVerificationException(
          "its timestamp cannot be read, or is not signed as it says");
    } catch (RuntimeException e) {
      // the parser throws this for some untrusted bytes
      throw new SignatureVerificationException("its timestamp cannot be read");
    }
    throw new SignatureVerificationException(
        "its timestamp does not come from an authority of the policy that was valid then");
  }

  private static void requireFor(TimeStampToken token, byte[] signature)
      throws SignatureVerificationException {
    String hash = HASHES.get(token.getTimeStampInfo().getMessageImprintAlgOID().getId());
    String signed = token.toCMSSignedData().getSignerInfos().iterator().next().getDigestAlgOID();
    if (hash == null || !HASHES.containsKey(signed)) {
      throw new SignatureVerificationException(
          "its timestamp uses a hash other than SHA-256, SHA-384 and SHA-512");
    }
    try {
      byte[] imprint = MessageDigest.getInstance(hash).digest(signature);
      if (!Arrays.equals(imprint, token.getTimeStampInfo().getMessageImprintDigest())) {
        throw new SignatureVerificationException("its timestamp is of another signature");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /**
   * If the policy names the authority's own certificate, no other certificate may issue timestamps.
   */
  private static boolean isFrom(
      CertificateAuthority certificateAuthority,
      TimeStampToken token,
      List<X509Certificate> brought,
      Instant time) {
    List<X509Certificate> named = timestampCertificates(certificateAuthority);
    return (named.isEmpty() ? brought : named)
        .stream()
            .filter(candidate -> verifies(token, candidate))
            .anyMatch(candidate ->
                certificateAuthority.issuerOf(candidate, brought, TIME_STAMPING, time).isPresent());
  }

  private static List<X509Certificate> timestampCertificates(
      CertificateAuthority certificateAuthority) {
    return certificateAuthority.others().stream()
        .filter(known -> known.getBasicConstraints() < 0)
        .toList();
  }

  private static List<X509Certificate> includedCertificates(TimeStampToken token)
      throws CertificateException, IOException, SignatureVerificationException {
    List<X509Certificate> brought = new ArrayList<>();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      brought.add(Pem.certificate(holder.getEncoded()));
    }
    if (brought.size() > CertificateAuthority.INCLUDED_MAX) {
      throw new SignatureVerificationException(
          "its timestamp includes more than %d certificates"
              .formatted(CertificateAuthority.INCLUDED_MAX));
    }
    return brought;
  }

  /** Checks also that its certificate is for timestamps only (critical), and was valid then. */
  private static boolean verifies(TimeStampToken token, X509Certificate certificate) {
    try {
      if (!token.getSID().match(new X509CertificateHolder(certificate.getEncoded()))) {
        return false;
      }
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
      return true;
    } catch (TSPException | OperatorCreationException | CertificateException | IOException e) {
      return false;
    }
  }
}
