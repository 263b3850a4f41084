// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A proof that an entry is a leaf of a tree that a log has signed (RFC 9162, 2.1.3). The copies of
 * size and root in the proof are ignored; the checkpoint's own count.
 *
 * @param index of the leaf, from 0
 * @param path sibling hashes on the way up, 32 bytes each
 * @param checkpoint a signed note
 */
record InclusionProof(long index, List<byte[]> path, String checkpoint) {
  static final int HASH = 32;
  private static final int PATH_MAX = 63;
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  /** From a Sigstore bundle's entry; protobuf omits what is 0 or empty. */
  static InclusionProof of(JsonNode proof) throws SignatureVerificationException {
    String what = "the log's proof";
    List<byte[]> path = new ArrayList<>();
    for (JsonNode hash : proof.path("hashes")) {
      path.add(Json.base64(hash.asText(), what));
    }
    if (path.size() > PATH_MAX || path.stream().anyMatch(hash -> hash.length != HASH)) {
      throw new SignatureVerificationException(what + " cannot be read");
    }
    return new InclusionProof(
        proof.has("logIndex") ? Json.number(proof.path("logIndex"), what) : 0,
        path,
        Json.text(proof, "/checkpoint/envelope", what));
  }

  /** Finds the log of {@code logs} that contains the entry. */
  TransparencyLog check(byte[] entry, Collection<TransparencyLog> logs)
      throws SignatureVerificationException {
    Checkpoint signed = Checkpoint.of(checkpoint, logs);
    if (index < 0
        || index >= signed.size()
        || !Arrays.equals(root(Sha256.of(LEAF, entry), signed.size()), signed.root())) {
      throw new SignatureVerificationException(
          "the log's proof does not lead from the entry to its checkpoint");
    }
    return signed.log();
  }

  private byte[] root(byte[] leaf, long size) throws SignatureVerificationException {
    byte[] hash = leaf;
    long at = index;
    long last = size - 1;
    for (byte[] sibling : path) {
      if (last == 0) {
        throw new SignatureVerificationException("the log's proof is longer than its tree is high");
      }
      if ((at & 1) == 1 || at == last) {
        hash = Sha256.of(NODE, sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = Sha256.of(NODE, hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw new SignatureVerificationException("the log's proof is shorter than its tree is high");
    }
    return hash;
  }
}
