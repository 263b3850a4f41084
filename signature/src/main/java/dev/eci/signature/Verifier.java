package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.signature.Signed.Bundle;
import dev.eci.signature.Signed.Simple;
import java.util.List;
import java.util.Optional;

/** Judges signatures. */
public final class Verifier {
  private Verifier() {}

  /**
   * Whether one of {@code found} is that signer's signature of the image.
   *
   * @param digest of the image, {@code sha256:…}; of an index, the index's own
   * @return empty: it is; otherwise why none is, in half a sentence
   */
  public static Optional<String> check(Signer signer, List<Signed> found, String digest) {
    String why = "it has no signature";
    for (Signed signed : found) {
      try {
        verify(signer, signed, digest);
        return Optional.empty();
      } catch (NotSigned e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return Optional.of(why);
  }

  private static void verify(Signer signer, Signed signed, String digest) throws NotSigned {
    switch (signed) {
      case Simple simple -> simple(signer, simple, digest);
      case Bundle(byte[] json) -> bundle(signer, Json.read(json, "the bundle"), digest);
    }
  }

  private static void simple(Signer signer, Simple signed, String digest) throws NotSigned {
    byte[] signature = Json.base64(signed.signature(), "the signature");
    Claim.simple(signed.payload(), digest);
    switch (signer) {
      case Signer.Keys(var keys) -> Keys.check(keys, signed.payload(), signature);
      case Signer.Keyless keyless -> Identity.simple(keyless, signed, signature);
    }
  }

  private static void bundle(Signer signer, JsonNode bundle, String digest) throws NotSigned {
    Envelope envelope = Envelope.of(bundle);
    Claim.statement(envelope, digest);
    switch (signer) {
      case Signer.Keys(var keys) -> Keys.check(keys, envelope.signed(), envelope.signature());
      case Signer.Keyless keyless ->
          Identity.bundle(keyless, envelope, bundle.path("verificationMaterial"));
    }
  }
}
