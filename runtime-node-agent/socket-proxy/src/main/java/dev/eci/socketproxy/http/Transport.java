package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Event loops and buffers. Sized for a program that is idle most of the time: the codec's usual
 * settings reserve more than the whole agent needs.
 */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class Transport implements AutoCloseable {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);
  private static final int PAGE = 8 << 10;

  /** Pages of a chunk, as a power of two: 512 KiB. */
  private static final int CHUNK_ORDER = 6;

  private static final int SMALL_CACHED = 64;
  private static final int NORMAL_CACHED = 16;
  private static final int READ_FIRST = 4 << 10;
  private static final int READ_MOST = 128 << 10;
  private static final WriteBufferWaterMark WAITING =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          THREADS,
          (ThreadFactory) task -> Thread.ofPlatform().name("proxy").unstarted(task),
          PersistentEpollHandler.factory());
  private final PooledByteBufAllocator buffers =
      new PooledByteBufAllocator(
          true, 0, THREADS, PAGE, CHUNK_ORDER, SMALL_CACHED, NORMAL_CACHED, false);

  ServerBootstrap server(ChannelHandler callers, int backlog) {
    return new ServerBootstrap()
        .group(loops)
        .option(ChannelOption.SO_BACKLOG, backlog)
        .childOption(ChannelOption.ALLOCATOR, buffers)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
        .childHandler(callers);
  }

  Bootstrap engine(Path socket) {
    return new Bootstrap()
        .group(loops)
        .channel(EpollDomainSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, buffers)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        // an answer may stand in the socket of an engine that takes no more
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
        .remoteAddress(new DomainSocketAddress(socket.toString()));
  }

  private static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(1 << 10, READ_FIRST, READ_MOST);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
