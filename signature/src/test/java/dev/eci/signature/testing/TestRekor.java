// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A log of Rekor v2: a tree (RFC 6962), and its hash in a signed note. */
public final class TestRekor {
  private final KeySigner key;
  private final String name;
  private final List<byte[]> leaves = new ArrayList<>();

  /** Starts with some leaves of others; {@code algorithm}: EC or Ed25519. */
  public TestRekor(String name, String algorithm, int leaves) {
    this.name = name;
    key = KeySigner.of(algorithm);
    for (int i = 0; i < leaves; i++) {
      this.leaves.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  public String publicPem() {
    return key.publicPem();
  }

  public byte[] publicDer() {
    return key.pair().getPublic().getEncoded();
  }

  /** A bundle's {@code tlogEntries} with one entry, which the log includes. */
  public String entry(String kind, String version, String body) {
    byte[] leaf = body.getBytes(StandardCharsets.UTF_8);
    leaves.add(leaf);
    return """
    {"logIndex":"%1$d","logId":{"keyId":"AA=="},"kindVersion":{"kind":"%2$s","version":"%3$s"},"integratedTime":"0",
    "inclusionPromise":null,"inclusionProof":%4$s,"canonicalizedBody":"%5$s"}\
    """
        .formatted(
            leaves.size() - 1, kind, version, proof(leaves.size() - 1), KeySigner.base64(leaf));
  }

  /** A bundle's {@code inclusionProof}. */
  public String proof(int index) {
    List<String> hashes =
        path(index, leaves).stream().map(hash -> "\"" + KeySigner.base64(hash) + "\"").toList();
    return """
    {"logIndex":"%d","rootHash":"AA==","treeSize":"1","hashes":[%s],"checkpoint":{"envelope":"%s"}}\
    """
        .formatted(index, String.join(",", hashes), checkpoint().replace("\n", "\\n"));
  }

  public byte[] leaf(int index) {
    return leaves.get(index);
  }

  public String checkpoint() {
    return checkpoint(name, name);
  }

  /** A checkpoint with another first line or name. */
  public String checkpoint(String origin, String signer) {
    String text = "%s\n%d\n%s\n".formatted(origin, leaves.size(), KeySigner.base64(hash(leaves)));
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] line = Arrays.copyOf(hint(signer), 4 + signature.length);
    System.arraycopy(signature, 0, line, 4, signature.length);
    return "%s\n— witness.example AAAAAAAAAAAA\n— %s %s\n"
        .formatted(text, signer, KeySigner.base64(line));
  }

  private byte[] hint(String signer) {
    byte[] der = publicDer();
    byte[] id =
        der.length == 44
            ? sha256(
                (signer + "\n").getBytes(StandardCharsets.UTF_8),
                new byte[] {1},
                Arrays.copyOfRange(der, 12, 44))
            : sha256(der);
    return Arrays.copyOf(id, 4);
  }

  /** RFC 6962, 2.1. */
  private static byte[] hash(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return sha256(new byte[] {0}, leaves.getFirst());
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        new byte[] {1}, hash(leaves.subList(0, left)), hash(leaves.subList(left, leaves.size())));
  }

  /** RFC 6962, 2.1.1. */
  private static List<byte[]> path(int index, List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return new ArrayList<>();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<byte[]> left = leaves.subList(0, split);
    List<byte[]> right = leaves.subList(split, leaves.size());
    List<byte[]> path = index < split ? path(index, left) : path(index - split, right);
    path.add(hash(index < split ? right : left));
    return path;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
