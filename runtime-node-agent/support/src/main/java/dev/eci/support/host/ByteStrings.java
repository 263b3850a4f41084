// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Converts configuration files to text and back without losing a byte, even where a file is not
 * UTF-8: every byte is one character. The text that the agent inserts is ASCII.
 */
public final class ByteStrings {
  private ByteStrings() {}

  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static Optional<String> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }
}
