// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256, which identifies keys, certificates, images and leaves of a log here. */
final class Sha256 {
  private Sha256() {}

  /** The hash of the concatenated parts; 32 bytes. */
  static byte[] of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** 64 hexadecimal digits. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }
}
