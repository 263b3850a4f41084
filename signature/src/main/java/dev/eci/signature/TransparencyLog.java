// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * A trusted transparency log.
 *
 * @param key its public key
 * @param name its host, which a log of Rekor v2 writes into its checkpoints; empty: unknown, so any
 *     name that the key signs counts
 * @param window when entries in it counted
 */
public record TransparencyLog(PublicKey key, Optional<String> name, ValidityPeriod window) {
  static TransparencyLog of(PublicKey key) {
    return new TransparencyLog(key, Optional.empty(), ValidityPeriod.ALWAYS);
  }

  /** The ID by which entries and promises name it; 32 bytes. */
  byte[] id() {
    return Sha256.of(key.getEncoded());
  }

  boolean hasId(byte[] id) {
    return Arrays.equals(id(), id);
  }
}
