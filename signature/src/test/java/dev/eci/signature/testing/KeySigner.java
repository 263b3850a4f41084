// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** Signs as cosign does with a key. */
public record KeySigner(KeyPair pair) {
  /** EC (P-256), RSA or Ed25519. */
  public static KeySigner of(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(256);
      } else if (algorithm.equals("RSA")) {
        generator.initialize(2048);
      }
      return new KeySigner(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String publicPem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  public byte[] sign(byte[] bytes) {
    return sign(pair.getPrivate(), bytes);
  }

  /** Simple signing's payload. */
  public static byte[] payload(String digest) {
    return """
    {"critical":{"identity":{"docker-reference":"registry.example/app"},"image":{"docker-manifest-digest":"%s"},"type":"cosign container image signature"},"optional":null}\
    """
        .formatted(digest)
        .getBytes(StandardCharsets.UTF_8);
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  static byte[] sign(PrivateKey key, byte[] bytes) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (key.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> "Ed25519";
              });
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
