// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import dev.eci.signature.SignatureBundle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority (Fulcio's part) and a log (Rekor's) in one. */
public final class TestSigstore {
  private static final Duration LEAF = Duration.ofMinutes(10);

  private final KeySigner rootKey = KeySigner.of("EC");
  private final KeySigner intermediateKey = KeySigner.of("EC");
  private final KeySigner log = KeySigner.of("EC");
  private final KeySigner certificateLog = KeySigner.of("EC");
  private final X509Certificate root;
  private final X509Certificate intermediate;

  public TestSigstore(Instant since) {
    Instant until = since.plus(Duration.ofDays(3650));
    root = authority("CN=root", "CN=root", rootKey, rootKey, since, until);
    intermediate = authority("CN=intermediate", "CN=root", intermediateKey, rootKey, since, until);
  }

  public X509Certificate root() {
    return root;
  }

  public X509Certificate intermediate() {
    return intermediate;
  }

  public String rootPem() {
    return pem(root);
  }

  public String intermediatePem() {
    return pem(intermediate);
  }

  public String logPem() {
    return log.publicPem();
  }

  public String certificateLogPem() {
    return certificateLog.publicPem();
  }

  /** A signing identity, at a time. */
  public final class Identity {
    public final String issuer;
    public final String subject;
    public final KeySigner key = KeySigner.of("EC");
    public final X509Certificate certificate;

    /** {@code subject}: a URI if it has "://", an e-mail address otherwise. */
    Identity(String issuer, String subject, Instant from, KeyPurposeId usage, boolean logged) {
      this.issuer = issuer;
      this.subject = subject;
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=intermediate"),
                BigInteger.valueOf(from.toEpochMilli()),
                Date.from(from),
                Date.from(from.plus(LEAF)),
                new X500Name(""),
                key.pair().getPublic());
        int kind =
            subject.contains("://")
                ? GeneralName.uniformResourceIdentifier
                : GeneralName.rfc822Name;
        builder.addExtension(
            Extension.subjectAlternativeName,
            true,
            new GeneralNames(new GeneralName(kind, subject)));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        builder.addExtension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), false, new DERUTF8String(issuer));
        if (logged) {
          byte[] before = built(builder, intermediateKey).getTBSCertificate();
          builder.addExtension(
              new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
              false,
              new DEROctetString(promiseOf(before, from)));
        }
        certificate = built(builder, intermediateKey);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** RFC 6962, a list of one. */
    private byte[] promiseOf(byte[] certificate, Instant at) {
      ByteBuffer signed = ByteBuffer.allocate(49 + certificate.length);
      signed.putShort((short) 0).putLong(at.toEpochMilli()).putShort((short) 1);
      signed.put(HexFormat.of().parseHex(sha256(intermediateKey.pair().getPublic().getEncoded())));
      signed.put((byte) (certificate.length >> 16)).putShort((short) certificate.length);
      signed.put(certificate).putShort((short) 0);
      byte[] signature = certificateLog.sign(signed.array());
      int length = 47 + signature.length;
      ByteBuffer list = ByteBuffer.allocate(4 + length);
      list.putShort((short) (2 + length)).putShort((short) length).put((byte) 0);
      list.put(HexFormat.of().parseHex(sha256(certificateLog.pair().getPublic().getEncoded())));
      list.putLong(at.toEpochMilli()).putShort((short) 0).putShort((short) 0x0403);
      list.putShort((short) signature.length).put(signature);
      return list.array();
    }

    public String certificatePem() {
      return pem(certificate);
    }

    /** As it is stored with an image, logged at that time. */
    public SignatureBundle.Simple sign(byte[] payload, Instant logged) {
      byte[] signature = key.sign(payload);
      String body =
          KeySigner.base64(
              """
              {"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":"%s"}},"signature":{"content":"%s","publicKey":{"content":"%s"}}}}\
              """
                  .formatted(
                      sha256(payload),
                      KeySigner.base64(signature),
                      KeySigner.base64(certificatePem().getBytes(StandardCharsets.UTF_8)))
                  .getBytes(StandardCharsets.UTF_8));
      return new SignatureBundle.Simple(
          payload,
          KeySigner.base64(signature),
          Optional.of(certificatePem()),
          Optional.of(intermediatePem() + rootPem()),
          Optional.of(
              "{\"SignedEntryTimestamp\":\"%s\",\"Payload\":{\"body\":\"%s\",\"integratedTime\":%d,\"logIndex\":7,\"logID\":\"%s\"}}"
                  .formatted(promise(body, logged), body, logged.getEpochSecond(), logId())));
    }

    /** A Sigstore bundle, logged at that time. */
    public SignatureBundle.Bundle signStatement(String statement, Instant logged) {
      TestStatement signed = statement(statement);
      String body = KeySigner.base64(signed.dsseV1().getBytes(StandardCharsets.UTF_8));
      return signed.bundle(
          """
          {"logIndex":"7","logId":{"keyId":"%s"},"kindVersion":{"kind":"dsse","version":"0.0.1"},"integratedTime":"%d",
          "inclusionPromise":{"signedEntryTimestamp":"%s"},"canonicalizedBody":"%s"}\
          """
              .formatted(
                  KeySigner.base64(HexFormat.of().parseHex(logId())),
                  logged.getEpochSecond(),
                  promise(body, logged),
                  body));
    }

    /** Not logged yet. */
    public TestStatement statement(String statement) {
      return TestStatement.of(statement, key, certificate);
    }
  }

  public Identity identity(String issuer, String subject, Instant from) {
    return new Identity(issuer, subject, from, KeyPurposeId.id_kp_codeSigning, true);
  }

  /** An identity whose certificate was never published. */
  public Identity secret(String issuer, String subject, Instant from) {
    return new Identity(issuer, subject, from, KeyPurposeId.id_kp_codeSigning, false);
  }

  /** The same identity, with a certificate for servers. */
  public Identity server(String issuer, String subject, Instant from) {
    return new Identity(issuer, subject, from, KeyPurposeId.id_kp_serverAuth, true);
  }

  private String promise(String body, Instant logged) {
    return KeySigner.base64(
        log.sign(
            "{\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":7}"
                .formatted(body, logged.getEpochSecond(), logId())
                .getBytes(StandardCharsets.UTF_8)));
  }

  /** A second signer with this log's key. */
  public KeySigner log() {
    return log;
  }

  private String logId() {
    return sha256(log.pair().getPublic().getEncoded());
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate authority(
      String subject, String issuer, KeySigner key, KeySigner by, Instant since, Instant until) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(subject.hashCode()).abs(),
              Date.from(since),
              Date.from(until),
              new X500Name(subject),
              key.pair().getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return built(builder, by);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate built(JcaX509v3CertificateBuilder builder, KeySigner by) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(by.pair().getPrivate())));
  }

  static String pem(X509Certificate certificate) {
    try {
      return KeySigner.pem("CERTIFICATE", certificate.getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
