package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Finds header lines that are continued on the next one (RFC 9112, section 5.2), which readers
 * understand differently. The codec would join them silently.
 */
final class ObsFoldDetector implements ByteProcessor {
  /** How many bytes of the head were seen and left unread by the codec. */
  private int seen;

  private boolean started;
  private int breaks;
  private boolean atLineStart;
  private boolean folded;

  /** Looks at what is new of the head in {@code buffer}; whether a line of it is a continuation. */
  boolean isPresentIn(ByteBuf buffer) {
    int start = buffer.readerIndex() + seen;
    if (start < buffer.writerIndex() && breaks < 2) {
      buffer.forEachByte(start, buffer.writerIndex() - start, this);
    }
    return folded;
  }

  /** To be called when the codec has taken what it could of the head. */
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
      // empty lines before a request are skipped by the codec too
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
