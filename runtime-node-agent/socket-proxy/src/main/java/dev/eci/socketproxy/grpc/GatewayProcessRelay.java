// SPDX-License-Identifier: Apache-2.0
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
 * Relays the messages of a frontend to the processes of its containers, until one of them would
 * start a process outside of its sandbox that is not authorized.
 */
final class GatewayProcessRelay extends StreamRelay {
  static final String PATH = MessageInspector.BRIDGE + "ExecProcess";

  private final Channel engine;
  private final ByteBuf buffer;
  private final ProcessAuthorizer processAuthorizer;
  private boolean relayed;
  private boolean ended;

  /** Decides about messages. {@code started} is true if earlier messages were relayed. */
  interface ProcessAuthorizer {
    /** Whether a message may start a process outside of its sandbox. */
    boolean allowsInsecure(boolean started);

    void malformed(String why, boolean started);
  }

  GatewayProcessRelay(Channel engine, ProcessAuthorizer processAuthorizer) {
    super(engine);
    this.engine = engine;
    this.processAuthorizer = processAuthorizer;
    this.buffer = engine.alloc().buffer();
  }

  @Override
  void forward(Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof Http2DataFrame data) {
      boolean last = data.isEndStream();
      try {
        buffer.writeBytes(data.content());
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
      for (int next = MessageInspector.completeLength(buffer, 0);
          next > 0;
          next = MessageInspector.completeLength(buffer, whole)) {
        ByteBuf message = buffer.slice(buffer.readerIndex() + whole, next);
        if (GatewayContainerReader.isInsecureStart(message.skipBytes(MessageInspector.FRAME))
            && !processAuthorizer.allowsInsecure(relayed)) {
          reset();
          return;
        }
        whole += next;
      }
      if (last && whole < buffer.readableBytes()) {
        throw new MalformedGrpcMessageException("it ends within a message");
      }
      if (whole > 0 || last) {
        relayed = true;
        super.forward(new DefaultHttp2DataFrame(buffer.readBytes(whole), last));
        buffer.discardReadBytes();
      }
    } catch (MalformedGrpcMessageException e) {
      reset();
      processAuthorizer.malformed(String.valueOf(e.getMessage()), relayed);
    }
  }

  private void reset() {
    ended = true;
    super.forward(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    flush(engine);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ended = true;
    buffer.release();
  }
}
