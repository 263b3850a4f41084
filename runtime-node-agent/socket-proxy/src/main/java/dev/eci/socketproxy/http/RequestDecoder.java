// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The codec's decoder, stricter, and in steps: it pauses after each head and after each body until
 * it may {@linkplain #proceed proceed}. What arrives meanwhile stays as bytes, because it may turn
 * out to be a stream instead of a request.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** Docker clients put filters into the target, and registry credentials into headers. */
  private static final int LINE = 64 << 10;

  private static final int HEADERS = 256 << 10;

  /** Heads up to this size are as small as what a connection needs anyway. */
  private static final int SMALL_HEAD = 4 << 10;

  /** A head is in the connection's buffer, in the codec's, and in its texts. */
  private static final int COPIES = 3;

  private final RequestMemory.Share memory;
  private final PausableDecoder steps = new PausableDecoder(super::channelRead);
  private final ObsFoldDetector folded = new ObsFoldDetector();
  private boolean head = true;
  private boolean isInputClosed;
  private int wordEnd;
  private int headBytes;
  private int number;
  private boolean isRejected;

  /** Charges {@code memory} with what waits here, and releases it in the end. */
  RequestDecoder(RequestMemory.Share memory) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE)
            .setMaxHeaderSize(HEADERS)
            .setMaxChunkSize(1 << 20)
            .setInitialBufferSize(512));
    this.memory = memory;
  }

  /** Whether the connection should end with this request. */
  boolean isHeadLarge() {
    return headBytes > SMALL_HEAD;
  }

  /** Whether a head has started, but not ended. */
  boolean isInHead() {
    return head && !steps.isPaused() && folded.isStarted();
  }

  /**
   * Charges the identified caller from now on. Returns whether that one may use what waits here.
   */
  boolean tryCharge(RequestMemory.Account caller) {
    return memory.tryCharge(caller);
  }

  /** How many heads were read. */
  int number() {
    return number;
  }

  /** Continues with the body behind the head, or with the next request. */
  void proceed() throws Exception {
    steps.proceed();
    fireInputShutdownIfDrained();
  }

  /** Whether bytes wait while a request is handled. The kernel keeps those behind them. */
  boolean isBufferFull() {
    return steps.isPaused() && actualReadableBytes() > 0;
  }

  /** Whether the caller has sent its last byte, but the bytes before it still wait here. */
  boolean isInputClosed() {
    return isInputClosed;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    steps.read(context, message);
    if (isBufferFull()) {
      // at once: one round of the event loop may read many times
      context.channel().config().setAutoRead(false);
    }
    fireInputShutdownIfDrained();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (steps.isPaused()) {
      // the codec would request another read
      context.fireChannelReadComplete();
    } else {
      super.channelReadComplete(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent
        && steps.isPaused()
        && actualReadableBytes() > 0) {
      isInputClosed = true;
    } else {
      super.userEventTriggered(context, event);
    }
  }

  private void fireInputShutdownIfDrained() throws Exception {
    ChannelHandlerContext context = steps.context();
    if (isInputClosed && context != null && !context.isRemoved() && actualReadableBytes() == 0) {
      isInputClosed = false;
      super.userEventTriggered(context, ChannelInputShutdownEvent.INSTANCE);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (isRejected) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (steps.isPaused()) {
      if (!hasMemory(in)) {
        in.skipBytes(in.readableBytes());
        var _ = context.close();
      }
      return;
    }
    if (head && folded.isPresentIn(in)) {
      discard(in);
      out.add(MalformedMessageException.request("a header line is continued on the next one"));
      return;
    }
    int before = out.size();
    boolean readsHead = head;
    int start = in.readerIndex();
    super.decode(context, in, out);
    headBytes += readsHead ? in.readerIndex() - start : 0;
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest) {
        head = false;
        number++;
        folded.reset();
        steps.pause();
      }
      if (message instanceof LastHttpContent) {
        head = true;
        steps.pause();
      }
    }
    if (readsHead && !hasMemory(in)) {
      // what is left of the memory is for the requests that are under way
      out.clear();
      discard(in);
      out.add(MalformedMessageException.request(new RequestMemory.ExhaustedException()));
      return;
    }
    if (!readsHead && !steps.isPaused()) {
      // what waited has become a part of the body
      var _ = memory.tryHold(COPIES * aboveSmall(headBytes));
    }
    if (steps.isPaused() && !isHeadLarge()) {
      headBytes = 0;
    }
    if (head) {
      folded.leftOver(out.size() > before ? 0 : in.readableBytes());
    }
  }

  /** The connection ends with a head that is not read to its end. Its rest is dropped. */
  private void discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    isRejected = true;
  }

  /** Counts a head, read or not, and what waits behind it. */
  private boolean hasMemory(ByteBuf in) {
    int waiting = in.readableBytes();
    return memory.tryHold(
        steps.isPaused()
            ? COPIES * aboveSmall(headBytes) + aboveSmall(waiting)
            : COPIES * aboveSmall(headBytes + waiting));
  }

  private static long aboveSmall(int bytes) {
    return Math.max(bytes - SMALL_HEAD, 0);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    memory.release();
    super.handlerRemoved0(context);
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    if (start != 0) {
      throw new IllegalArgumentException("the request line begins with a space");
    }
    wordEnd = length;
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, start);
    wordEnd = start + length;
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, start);
    return super.splitThirdWordInitialLine(line, start, length);
  }

  private void oneSpace(byte[] line, int start) {
    if (start != wordEnd + 1 || line[wordEnd] != ' ') {
      throw new IllegalArgumentException(
          "words of the request line are not separated by single spaces");
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) throws Exception {
    if (initialLine[2].isEmpty()) {
      throw new IllegalArgumentException("the request line has no version");
    }
    return super.createMessage(initialLine);
  }
}
