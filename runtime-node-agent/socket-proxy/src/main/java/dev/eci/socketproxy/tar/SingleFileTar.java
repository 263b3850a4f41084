// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the one file of a small archive. */
public final class SingleFileTar {
  private SingleFileTar() {}

  /** The text of the first entry that is a file; empty if there is none, or it is incomplete. */
  public static Optional<String> text(byte[] archive) {
    TarBlock block = new TarBlock();
    long at = 0;
    while (at + TarBlock.SIZE <= archive.length) {
      System.arraycopy(archive, (int) at, block.bytes, 0, TarBlock.SIZE);
      long length = block.length();
      long begin = at + TarBlock.SIZE;
      if (!block.hasValidChecksum() || length < 0 || length > archive.length - begin) {
        return Optional.empty();
      }
      if (block.type() == '0' || block.type() == 0) {
        return Optional.of(new String(archive, (int) begin, (int) length, StandardCharsets.UTF_8));
      }
      at = begin + (length + TarBlock.SIZE - 1) / TarBlock.SIZE * TarBlock.SIZE;
    }
    return Optional.empty();
  }
}
