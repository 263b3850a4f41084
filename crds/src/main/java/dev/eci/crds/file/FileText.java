// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file. Windows' editors and PowerShell write UTF-8 and UTF-16 with a byte order
 * mark; kubectl reads both.
 */
final class FileText {
  private static final int MARK = '\uFEFF';

  private FileText() {}

  /**
   * The text without a byte order mark.
   *
   * @throws InvalidDocumentException if it is neither UTF-8 nor marked UTF-16
   */
  static String decode(byte[] content) throws InvalidDocumentException {
    Charset charset = charset(content);
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new InvalidDocumentException(
            "contains NUL characters, as UTF-16 without a byte order mark does; save it as UTF-8");
      }
      return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidDocumentException(
          "is not valid %s; save it as UTF-8".formatted(charset.name()));
    }
  }

  private static Charset charset(byte[] content) {
    int first = content.length < 2 ? 0 : ((content[0] & 0xff) << 8) | (content[1] & 0xff);
    return switch (first) {
      case 0xfffe -> StandardCharsets.UTF_16LE;
      case 0xfeff -> StandardCharsets.UTF_16BE;
      default -> StandardCharsets.UTF_8;
    };
  }
}
