package dev.eci.socketproxy.grpc;

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
 * of them would start a process that may not be outside of its sandbox.
 */
final class GatewayProcessRelay extends StreamRelay {
  static final String PATH = MessageInspector.BRIDGE + "ExecProcess";

  private final Channel engine;
  private final ByteBuf gathered;
  private final ProcessAuthorizer processAuthorizer;
  private boolean passed;
  private boolean over;

  /** What becomes of a message, {@code begun} with others before it. */
  interface ProcessAuthorizer {
    /** Of one that starts a process outside of its sandbox: whether it passes. */
    boolean allowsInsecure(boolean begun);

    void malformed(String why, boolean begun);
  }

  GatewayProcessRelay(Channel engine, ProcessAuthorizer processAuthorizer) {
    super(engine);
    this.engine = engine;
    this.processAuthorizer = processAuthorizer;
    this.gathered = engine.alloc().buffer();
  }

  @Override
  void forward(Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof Http2DataFrame data) {
      boolean last = data.isEndStream();
      try {
        gathered.writeBytes(data.content());
      } finally {
        data.release();
      }
      evaluate(last);
    } else {
      super.forward(message);
    }
  }

  private void evaluate(boolean last) {
    try {
      int whole = 0;
      for (int next = MessageInspector.completeLength(gathered, 0);
          next > 0;
          next = MessageInspector.completeLength(gathered, whole)) {
        ByteBuf message = gathered.slice(gathered.readerIndex() + whole, next);
        if (GatewayContainerReader.isInsecureStart(message.skipBytes(MessageInspector.FRAME))
            && !processAuthorizer.allowsInsecure(passed)) {
          cutOff();
          return;
        }
        whole += next;
      }
      if (last && whole < gathered.readableBytes()) {
        throw new MalformedGrpcMessageException("it ends within a message");
      }
      if (whole > 0 || last) {
        passed = true;
        super.forward(new DefaultHttp2DataFrame(gathered.readBytes(whole), last));
        gathered.discardReadBytes();
      }
    } catch (MalformedGrpcMessageException e) {
      cutOff();
      processAuthorizer.malformed(String.valueOf(e.getMessage()), passed);
    }
  }

  private void cutOff() {
    over = true;
    super.forward(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    flush(engine);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    over = true;
    gathered.release();
  }
}
