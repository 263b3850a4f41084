// SPDX-License-Identifier: Apache-2.0
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
 * Event loops and buffers, sized for a program that is idle most of the time: Netty's defaults
 * reserve more memory than the whole agent needs.
 */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class Transport implements AutoCloseable {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);
  private static final int PAGE = 8 << 10;

  /** The exponent of two for the pages of a chunk: 512 KiB. */
  private static final int CHUNK_ORDER = 6;

  private static final int SMALL_CACHED = 64;
  private static final int NORMAL_CACHED = 16;
  private static final int INITIAL_READ = 4 << 10;
  private static final int MAX_READ = 128 << 10;
  private static final WriteBufferWaterMark WATER_MARK =
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
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .childHandler(callers);
  }

  Bootstrap engine(Path socket) {
    return new Bootstrap()
        .group(loops)
        .channel(EpollDomainSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, buffers)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        // the engine may have sent a response before it stopped reading
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .remoteAddress(new DomainSocketAddress(socket.toString()));
  }

  private static AdaptiveRecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(1 << 10, INITIAL_READ, MAX_READ);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
