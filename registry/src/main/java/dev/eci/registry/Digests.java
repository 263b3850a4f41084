// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Digests in the form of references, {@code sha256:…}. */
final class Digests {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  private Digests() {}

  /** With the algorithm of {@code like}. */
  static String of(byte[] bytes, String like) throws RegistryException {
    String name = like.substring(0, Math.max(0, like.indexOf(':')));
    String algorithm = ALGORITHMS.get(name);
    if (algorithm == null) {
      throw new RegistryException("the digest \"%s\" has an unknown algorithm".formatted(like));
    }
    try {
      return name
          + ":"
          + HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
