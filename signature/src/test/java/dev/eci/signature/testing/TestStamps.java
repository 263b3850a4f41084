// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;

/** A timestamp authority (RFC 3161). */
public final class TestStamps {
  private static final Duration ROOT = Duration.ofDays(3650);
  private static final Duration LEAF = Duration.ofDays(30);

  private final KeySigner rootKey = KeySigner.of("EC");
  private final KeySigner key = KeySigner.of("EC");
  private final X509Certificate root;
  private final X509Certificate leaf;

  /** Its root is valid for ten years, and its own certificate for a month. */
  public TestStamps(Instant since) {
    this(since, true, KeyPurposeId.id_kp_timeStamping);
  }

  /** With a certificate for further usages, or with a usage that is not critical. */
  public TestStamps(Instant since, boolean critical, KeyPurposeId... usage) {
    root =
        TestSigstore.authority("CN=stamps", "CN=stamps", rootKey, rootKey, since, since.plus(ROOT));
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=stamps"),
              BigInteger.TWO,
              Date.from(since),
              Date.from(since.plus(LEAF)),
              new X500Name("CN=stamp"),
              key.pair().getPublic());
      builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(usage));
      leaf = TestSigstore.built(builder, rootKey);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public String rootPem() {
    return TestSigstore.pem(root);
  }

  public X509Certificate root() {
    return root;
  }

  public X509Certificate leaf() {
    return leaf;
  }

  /** Its own certificate. */
  public String leafPem() {
    return TestSigstore.pem(leaf);
  }

  /** A TimeStampResp that includes the certificate. */
  public byte[] stamp(byte[] signature, Instant time) {
    return stamp(signature, time, NISTObjectIdentifiers.id_sha256, "SHA-256", List.of(leaf));
  }

  /** As cosign requests it: without the certificate. */
  public byte[] bareStamp(byte[] signature, Instant time) {
    return stamp(signature, time, NISTObjectIdentifiers.id_sha256, "SHA-256", List.of());
  }

  /** With other certificates in addition to its own. */
  public byte[] stampWith(byte[] signature, Instant time, List<X509Certificate> others) {
    return stamp(signature, time, NISTObjectIdentifiers.id_sha256, "SHA-256", others);
  }

  /** With a broken hash. */
  public byte[] stampOfSha1(byte[] signature, Instant time) {
    return stamp(signature, time, OIWObjectIdentifiers.idSHA1, "SHA-1", List.of(leaf));
  }

  private byte[] stamp(
      byte[] signature,
      Instant time,
      ASN1ObjectIdentifier imprint,
      String algorithm,
      List<X509Certificate> brought) {
    try {
      var said =
          new TSTInfo(
              new ASN1ObjectIdentifier("1.2.3.4.1"),
              new MessageImprint(
                  new AlgorithmIdentifier(imprint),
                  MessageDigest.getInstance(algorithm).digest(signature)),
              new ASN1Integer(7),
              new ASN1GeneralizedTime(Date.from(time)),
              null,
              null,
              null,
              null,
              null);
      var signed = new CMSSignedDataGenerator();
      signed.addSignerInfoGenerator(
          new JcaSimpleSignerInfoGeneratorBuilder()
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(attributes(time)))
              .build("SHA256withECDSA", key.pair().getPrivate(), leaf));
      signed.addCertificates(new JcaCertStore(brought));
      var token =
          signed.generate(
              new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, said.getEncoded()),
              true);
      return new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), token.toASN1Structure())
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private AttributeTable attributes(Instant time) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
    var attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time)))));
    attributes.add(
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
    return new AttributeTable(attributes);
  }
}
