// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.util.Optional;

/** A signature as it is stored in a registry, not verified yet. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public sealed interface SignatureBundle {
  /**
   * Cosign's simple signing: a layer of {@code sha256-….sig}.
   *
   * @param payload the layer: JSON that names the digest
   * @param signature base64, annotation {@code dev.cosignproject.cosign/signature}
   * @param certificate PEM, annotation {@code dev.sigstore.cosign/certificate}
   * @param chain PEM of intermediates, annotation {@code dev.sigstore.cosign/chain}
   * @param bundle the log's promise: JSON, annotation {@code dev.sigstore.cosign/bundle}
   */
  record Simple(
      byte[] payload,
      String signature,
      Optional<String> certificate,
      Optional<String> chain,
      Optional<String> bundle)
      implements SignatureBundle {}

  /** A Sigstore bundle (v0.3) with an in-toto statement, as cosign 3 makes it: JSON. */
  record Bundle(byte[] json) implements SignatureBundle {}
}
