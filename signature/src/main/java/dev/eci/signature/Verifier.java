// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.signature.SignatureBundle.Bundle;
import dev.eci.signature.SignatureBundle.Simple;
import java.util.List;
import java.util.Optional;

/** Verifies signatures. */
public final class Verifier {
  private Verifier() {}

  /**
   * Whether one of {@code found} is that signer's signature of the image.
   *
   * @param digest of the image, {@code sha256:…}; of an index, the index's own
   * @return empty if one is; otherwise the reason why none is, as a clause
   */
  public static Optional<String> check(Signer signer, List<SignatureBundle> found, String digest) {
    String why = "it has no signature";
    for (SignatureBundle signatureBundle : found) {
      try {
        verify(signer, signatureBundle, digest);
        return Optional.empty();
      } catch (SignatureVerificationException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return Optional.of(why);
  }

  private static void verify(Signer signer, SignatureBundle signatureBundle, String digest)
      throws SignatureVerificationException {
    switch (signatureBundle) {
      case Simple simple -> simple(signer, simple, digest);
      case Bundle(byte[] json) -> bundle(signer, Json.read(json, "the bundle"), digest);
    }
  }

  private static void simple(Signer signer, Simple signed, String digest)
      throws SignatureVerificationException {
    byte[] signature = Json.base64(signed.signature(), "the signature");
    SimpleSigningPayload.checkSimple(signed.payload(), digest);
    switch (signer) {
      case Signer.Keys(var keys) -> KeyVerification.check(keys, signed.payload(), signature);
      case Signer.Keyless keyless -> KeylessVerification.checkSimple(keyless, signed, signature);
    }
  }

  private static void bundle(Signer signer, JsonNode bundle, String digest)
      throws SignatureVerificationException {
    DsseEnvelope dsseEnvelope = DsseEnvelope.of(bundle);
    SimpleSigningPayload.checkStatement(dsseEnvelope, digest);
    switch (signer) {
      case Signer.Keys(var keys) ->
          KeyVerification.check(keys, dsseEnvelope.preAuthEncoding(), dsseEnvelope.signature());
      case Signer.Keyless keyless ->
          KeylessVerification.checkBundle(
              keyless, dsseEnvelope, bundle.path("verificationMaterial"));
    }
  }
}
