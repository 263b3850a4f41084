// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Verifies signatures with public keys. */
final class KeyVerification {
  private KeyVerification() {}

  /** Throws unless one of {@code keys} verifies the signature of the bytes. */
  static void check(Collection<PublicKey> keys, byte[] bytes, byte[] signature)
      throws SignatureVerificationException {
    if (keys.stream().noneMatch(key -> verifies(key, bytes, signature))) {
      throw new SignatureVerificationException("it was signed with another key");
    }
  }

  /** The key chooses the algorithm, never the data that comes with a signature. */
  static boolean verifies(PublicKey key, byte[] bytes, byte[] signature) {
    return switch (key.getAlgorithm()) {
      case "EC" -> verifies("SHA256withECDSA", null, key, bytes, signature);
      case "RSA" -> verifies("SHA256withRSA", null, key, bytes, signature);
      // cosign signs payloads as Ed25519ph and statements as Ed25519; neither verifies as the other
      case "EdDSA" ->
          verifies("Ed25519", null, key, bytes, signature)
              || verifies("Ed25519", new EdDSAParameterSpec(true), key, bytes, signature);
      default -> false;
    };
  }

  private static boolean verifies(
      String algorithm,
      @Nullable AlgorithmParameterSpec parameters,
      PublicKey key,
      byte[] bytes,
      byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // bytes that are no valid signature were not made with this key either
      return false;
    }
  }
}
