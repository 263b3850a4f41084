// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority for 127.0.0.1. */
public final class TestCa {
  /** A serving certificate and its key, PEM. */
  public record Issued(BigInteger serial, String certificate, String key) {}

  private static final X500Name ISSUER = new X500Name("CN=eci-test-ca");

  private final KeyPair keys = keys();
  private final String pem;
  private long serial = 1;

  public TestCa() {
    pem =
        pem(sign(keys, ISSUER, new Extra(Extension.basicConstraints, new BasicConstraints(true))));
  }

  public String pem() {
    return pem;
  }

  public Issued issue() {
    return issue(keys(), true);
  }

  /** With the key as PKCS#8, or as cert-manager writes it by default (PKCS#1, SEC 1). */
  Issued issue(KeyPair keyPair, boolean pkcs8) {
    var address = new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    serial++;
    return new Issued(
        BigInteger.valueOf(serial),
        pem(
            sign(
                keyPair,
                new X500Name("CN=eci-test-" + serial),
                new Extra(Extension.subjectAlternativeName, address))),
        pem(pkcs8 ? pkcs8(keyPair.getPrivate()) : traditional(keyPair)));
  }

  private record Extra(ASN1ObjectIdentifier name, ASN1Encodable value) {}

  private Object sign(KeyPair subject, X500Name name, Extra extra) {
    Instant now = Instant.now();
    try {
      X509v3CertificateBuilder certificate =
          new JcaX509v3CertificateBuilder(
                  ISSUER,
                  BigInteger.valueOf(serial),
                  Date.from(now.minus(Duration.ofMinutes(5))),
                  Date.from(now.plus(Duration.ofHours(1))),
                  name,
                  subject.getPublic())
              .addExtension(extra.name(), true, extra.value());
      return certificate.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static Object pkcs8(PrivateKey key) {
    try {
      return new JcaPKCS8Generator(key, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Go writes it: an EC key with its curve and its public key. */
  private static Object traditional(KeyPair keyPair) {
    if (!(keyPair.getPrivate() instanceof ECPrivateKey key)) {
      return keyPair.getPrivate();
    }
    var publicKey = SubjectPublicKeyInfo.getInstance(keyPair.getPublic().getEncoded());
    try {
      return new PemObject(
          "EC PRIVATE KEY",
          new org.bouncycastle.asn1.sec.ECPrivateKey(
                  256,
                  key.getS(),
                  publicKey.getPublicKeyData(),
                  publicKey.getAlgorithm().getParameters())
              .getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
