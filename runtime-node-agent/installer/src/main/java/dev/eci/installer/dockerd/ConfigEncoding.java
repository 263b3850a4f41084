// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How daemon.json is encoded. dockerd reads UTF-8, and UTF-8 and UTF-16 with a byte order mark, as
 * Windows' editors write them (moby, daemon/config/config.go). Files are strings in which every
 * byte is one character ({@link dev.eci.support.host.ByteStrings}).
 */
enum ConfigEncoding {
  UTF_8("", StandardCharsets.ISO_8859_1),
  UTF_8_WITH_MARK("\u00ef\u00bb\u00bf", StandardCharsets.ISO_8859_1),
  UTF_16LE("\u00ff\u00fe", StandardCharsets.UTF_16LE),
  UTF_16BE("\u00fe\u00ff", StandardCharsets.UTF_16BE);

  private final String mark;
  private final Charset charset;

  ConfigEncoding(String mark, Charset charset) {
    this.mark = mark;
    this.charset = charset;
  }

  static ConfigEncoding of(String bytes) {
    for (ConfigEncoding marked : new ConfigEncoding[] {UTF_8_WITH_MARK, UTF_16LE, UTF_16BE}) {
      if (bytes.startsWith(marked.mark)) {
        return marked;
      }
    }
    return UTF_8;
  }

  /** The text without its mark; empty if other bytes would come back. */
  Optional<String> decode(String bytes) {
    byte[] content = bytes.substring(mark.length()).getBytes(StandardCharsets.ISO_8859_1);
    return Optional.of(new String(content, charset)).filter(text -> encode(text).equals(bytes));
  }

  String encode(String text) {
    return mark + new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
  }
}
