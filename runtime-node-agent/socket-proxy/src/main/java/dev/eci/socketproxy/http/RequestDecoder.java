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

  /** Bytes that may wait while a request is handled. */
  private static final int BACKLOG = 64 << 10;

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

  RequestDecoder(RequestMemory requestMemory) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE)
            .setMaxHeaderSize(HEADERS)
            .setMaxChunkSize(1 << 20)
            .setInitialBufferSize(512));
    memory = requestMemory.share("heads");
  }

  /** Whether the connection should end with this request. */
  boolean isHeadLarge() {
    return headBytes > SMALL_HEAD;
  }

  /** Continues with the body behind the head, or with the next request. */
  void proceed() throws Exception {
    steps.proceed();
    fireInputShutdownIfDrained();
  }

  /** Whether so many bytes wait that no more should be read from the connection. */
  boolean isBufferFull() {
    return steps.isPaused() && actualReadableBytes() >= BACKLOG;
  }

  /** Whether the caller has sent its last byte, but the bytes before it still wait here. */
  boolean isInputClosed() {
    return isInputClosed;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    steps.read(context, message);
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
    if (steps.isPaused()) {
      return;
    }
    if (head && folded.isPresentIn(in)) {
      in.skipBytes(in.readableBytes());
      steps.pause();
      out.add(MalformedMessageException.request("a header line is continued on the next one"));
      return;
    }
    int before = out.size();
    boolean readsHead = head;
    int start = in.readerIndex();
    super.decode(context, in, out);
    if (readsHead && !hasMemory(in.readerIndex() - start)) {
      // what is left of the memory is for the requests that are under way
      out.clear();
      in.skipBytes(in.readableBytes());
      var _ = context.close();
      return;
    }
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest) {
        head = false;
        folded.reset();
        if (!isHeadLarge()) {
          headBytes = 0;
        }
        steps.pause();
      }
      if (message instanceof LastHttpContent) {
        head = true;
        steps.pause();
      }
    }
    if (head) {
      folded.leftOver(out.size() > before ? 0 : in.readableBytes());
    }
  }

  /** Counts the bytes of a head. */
  private boolean hasMemory(int bytes) {
    int counted = Math.max(headBytes - SMALL_HEAD, 0);
    headBytes += bytes;
    int more = Math.max(headBytes - SMALL_HEAD, 0) - counted;
    return more == 0 || memory.tryGrow((long) COPIES * more);
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
