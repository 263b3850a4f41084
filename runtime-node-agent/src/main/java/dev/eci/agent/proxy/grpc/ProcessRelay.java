package dev.eci.agent.proxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes on what a frontend says to the processes of its containers, message by message, until one
 * of them would start a process outside of its sandbox.
 */
final class ProcessRelay extends Relay {
  static final String PATH = JudgedMessage.BRIDGE + "ExecProcess";

  private static final int FRAME = 5;

  /** As much as BuildKit takes. */
  private static final int LARGEST = 16 << 20;

  private final Channel engine;
  private final ByteBuf gathered;
  private final Refused refused;
  private boolean passed;
  private boolean over;

  /** What becomes of a call that is cut off. */
  interface Refused {
    /** It would start a process that the policies deny. */
    void insecure(boolean begun);

    void unreadable(String why, boolean begun);
  }

  ProcessRelay(Channel engine, Refused refused) {
    super(engine);
    this.engine = engine;
    this.refused = refused;
    this.gathered = engine.alloc().buffer();
  }

  @Override
  void pass(Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof Http2DataFrame data) {
      boolean last = data.isEndStream();
      try {
        gathered.writeBytes(data.content());
      } finally {
        data.release();
      }
      judged(last);
    } else {
      super.pass(message);
    }
  }

  private void judged(boolean last) {
    try {
      int whole = 0;
      for (int next = next(0); next > 0; next = next(whole)) {
        ByteBuf message = gathered.slice(gathered.readerIndex() + whole + FRAME, next - FRAME);
        if (StepContainer.startsInsecure(message)) {
          cutOff();
          refused.insecure(passed);
          return;
        }
        whole += next;
      }
      if (last && whole < gathered.readableBytes()) {
        throw new Unreadable("it ends within a message");
      }
      if (whole > 0 || last) {
        passed = true;
        super.pass(new DefaultHttp2DataFrame(gathered.readBytes(whole), last));
        gathered.discardReadBytes();
      }
    } catch (Unreadable e) {
      cutOff();
      refused.unreadable(String.valueOf(e.getMessage()), passed);
    }
  }

  /**
   * Bytes of the message that begins behind {@code behind}, with its frame; 0 if it is not whole.
   */
  private int next(int behind) throws Unreadable {
    int readable = gathered.readableBytes() - behind;
    if (readable < FRAME) {
      return 0;
    }
    int at = gathered.readerIndex() + behind;
    if (gathered.getByte(at) != 0) {
      throw new Unreadable("its message is compressed");
    }
    long length = gathered.getUnsignedInt(at + 1);
    if (length > LARGEST) {
      throw new Unreadable("its message is too large");
    }
    return readable >= FRAME + length ? FRAME + (int) length : 0;
  }

  private void cutOff() {
    over = true;
    super.pass(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    flush(engine);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    over = true;
    gathered.release();
  }
}
