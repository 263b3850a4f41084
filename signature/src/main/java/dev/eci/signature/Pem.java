// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys and certificates in PEM. */
final class Pem {
  private static final int RSA_BITS_MIN = 2048;

  /** The curve that cosign generates, and other curves of the same family. */
  private static final List<Integer> CURVE_BITS = List.of(256, 384, 521);

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

  private Pem() {}

  /** Parses one or more keys. */
  static List<PublicKey> publicKeys(String text) {
    List<PublicKey> keys = new ArrayList<>();
    for (byte[] der : blocks(text, "PUBLIC KEY")) {
      keys.add(publicKey(der));
    }
    return keys;
  }

  /** Parses one or more certificates. */
  static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks(text, "CERTIFICATE")) {
      try {
        certificates.add(certificate(der));
      } catch (CertificateException e) {
        throw new InvalidSignerException("a CERTIFICATE block holds no X.509 certificate");
      }
    }
    return certificates;
  }

  static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static List<byte[]> blocks(String text, String label) {
    List<byte[]> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (!block.group(1).equals(label)) {
        throw new InvalidSignerException(
            "a PEM block is a %s; write -----BEGIN %s-----"
                .formatted(
                    block.group(1).contains("PRIVATE") ? "PRIVATE KEY" : block.group(1), label));
      }
      try {
        found.add(Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "")));
      } catch (IllegalArgumentException e) {
        throw new InvalidSignerException("a %s block is not base64".formatted(label));
      }
    }
    if (found.isEmpty()) {
      throw new InvalidSignerException("holds no PEM block -----BEGIN %s-----".formatted(label));
    }
    return found;
  }

  static PublicKey publicKey(byte[] der) {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return requireStrong(
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
      } catch (GeneralSecurityException e) {
        // a key of another algorithm
      }
    }
    throw new InvalidSignerException("a public key is not an ECDSA, RSA or Ed25519 key");
  }

  private static PublicKey requireStrong(PublicKey key) {
    boolean weak =
        switch (key) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength() < RSA_BITS_MIN;
          case ECPublicKey ec ->
              !CURVE_BITS.contains(ec.getParams().getCurve().getField().getFieldSize());
          default -> false;
        };
    if (weak) {
      throw new InvalidSignerException(
          "a key is too weak; RSA needs %d bits, ECDSA P-256 or larger".formatted(RSA_BITS_MIN));
    }
    return key;
  }
}
