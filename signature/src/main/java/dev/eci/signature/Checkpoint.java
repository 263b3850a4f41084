// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log's statement about its tree, as a signed note (C2SP tlog-checkpoint, signed-note).
 *
 * @param log the log that signed it
 * @param size leaves
 * @param root the tree's hash, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Checkpoint(TransparencyLog log, long size, byte[] root) {
  private static final int LENGTH_MAX = 64 << 10;

  /** Including the signatures of witnesses. */
  private static final int LINES_MAX = 64;

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,17}");

  /** Rekor v1 writes the number of its tree after its name. */
  private static final Pattern WITH_TREE = Pattern.compile("(.+) - [0-9]+");

  private static final byte[] ED25519 = {'\n', 1};

  /** The offset of the raw key in the encoding of an Ed25519 key. */
  private static final int ED25519_PREFIX = 12;

  private static final int HINT = 4;

  /** Throws unless one of {@code logs} signed it. */
  static Checkpoint of(String note, Collection<TransparencyLog> logs)
      throws SignatureVerificationException {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || note.length() > LENGTH_MAX) {
      throw new SignatureVerificationException("the log's checkpoint cannot be read");
    }
    String text = note.substring(0, end + 1);
    List<String> lines = text.lines().toList();
    List<String> signatures = note.substring(end + 2).lines().toList();
    if (lines.size() < 3 || lines.size() > LINES_MAX || signatures.size() > LINES_MAX) {
      throw new SignatureVerificationException("the log's checkpoint cannot be read");
    }
    TransparencyLog transparencyLog = signer(text, lines.getFirst(), signatures, logs);
    byte[] root = Json.base64(lines.get(2), "the root in the log's checkpoint");
    if (!SIZE.matcher(lines.get(1)).matches() || root.length != InclusionProof.HASH) {
      throw new SignatureVerificationException("the log's checkpoint names no tree");
    }
    return new Checkpoint(transparencyLog, Long.parseLong(lines.get(1)), root);
  }

  private static TransparencyLog signer(
      String text, String origin, List<String> signatures, Collection<TransparencyLog> logs)
      throws SignatureVerificationException {
    for (String line : signatures) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3 || !parts[0].equals("—") || !isOf(origin, parts[1])) {
        continue; // the signature of a witness
      }
      byte[] signature = Json.base64(parts[2], "a signature of the log's checkpoint");
      for (TransparencyLog transparencyLog : logs) {
        if (signature.length > HINT
            && hasKeyHint(transparencyLog, parts[1], signature)
            && matchesOrigin(transparencyLog, origin)) {
          // the first signature with the log's name decides, because a log signs once
          if (KeyVerification.verifies(
              transparencyLog.key(),
              text.getBytes(StandardCharsets.UTF_8),
              Arrays.copyOfRange(signature, HINT, signature.length))) {
            return transparencyLog;
          }
          throw new SignatureVerificationException("the log's checkpoint is not signed by the log");
        }
      }
    }
    throw new SignatureVerificationException("it is in a log that the policy does not name");
  }

  private static boolean isOf(String origin, String name) {
    Matcher withTree = WITH_TREE.matcher(origin);
    return origin.equals(name) || (withTree.matches() && withTree.group(1).equals(name));
  }

  /** The operator of a Rekor v1 log may choose any name. */
  private static boolean matchesOrigin(TransparencyLog transparencyLog, String origin) {
    return transparencyLog.name().map(origin::equals).orElse(true)
        || WITH_TREE.matcher(origin).matches();
  }

  private static boolean hasKeyHint(
      TransparencyLog transparencyLog, String name, byte[] signature) {
    byte[] key = transparencyLog.key().getEncoded();
    byte[] id =
        transparencyLog.key().getAlgorithm().equals("EdDSA")
            ? Sha256.of(
                name.getBytes(StandardCharsets.UTF_8),
                ED25519,
                Arrays.copyOfRange(key, ED25519_PREFIX, key.length))
            : transparencyLog.id();
    return ByteBuffer.wrap(id, 0, HINT).equals(ByteBuffer.wrap(signature, 0, HINT));
  }
}
