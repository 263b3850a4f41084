package dev.eci.support.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Configuration files as text and back without losing a byte, even where somebody else's file is no
 * UTF-8: every byte is one character. What we insert ourselves is ASCII.
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
