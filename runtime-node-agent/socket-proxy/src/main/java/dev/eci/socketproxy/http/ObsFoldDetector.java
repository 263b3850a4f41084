// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Detects header lines that are continued on the next one (RFC 9112, section 5.2), because parsers
 * read them differently. The codec would join them silently.
 */
final class ObsFoldDetector implements ByteProcessor {
  /** Bytes of the head that were inspected here, but not read by the codec. */
  private int seen;

  private boolean started;
  private int breaks;
  private boolean atLineStart;
  private boolean folded;

  /**
   * Inspects the new part of the head in {@code buffer}. Returns whether a line is a continuation.
   */
  boolean isPresentIn(ByteBuf buffer) {
    int start = buffer.readerIndex() + seen;
    if (start < buffer.writerIndex() && breaks < 2) {
      buffer.forEachByte(start, buffer.writerIndex() - start, this);
    }
    return folded;
  }

  /** Whether a head has started: empty lines before it are none of it. */
  boolean isStarted() {
    return started;
  }

  /** To be called when the codec has read the head as far as it can. */
  void leftOver(int bytes) {
    seen = bytes;
  }

  void reset() {
    seen = 0;
    started = false;
    breaks = 0;
    atLineStart = false;
    folded = false;
  }

  @Override
  public boolean process(byte value) {
    boolean end = value == '\r' || value == '\n';
    if (!started && end) {
      // the codec, too, skips empty lines before a request
      return true;
    }
    started = true;
    if (value == '\n') {
      breaks++;
      atLineStart = true;
      return breaks < 2;
    }
    if (end) {
      return true;
    }
    if (atLineStart && (value == ' ' || value == '\t')) {
      folded = true;
      return false;
    }
    atLineStart = false;
    breaks = 0;
    return true;
  }
}
