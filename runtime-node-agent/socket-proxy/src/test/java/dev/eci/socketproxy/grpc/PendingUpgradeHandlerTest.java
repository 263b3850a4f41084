// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingUpgradeHandlerTest {
  private final List<PendingUpgradeHandler> started = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private final EmbeddedChannel callers =
      new EmbeddedChannel(new PendingUpgradeHandler(started::add));
  private final EmbeddedChannel engines = new EmbeddedChannel();

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** Stands for the codec of the joined connections. */
  private final class Codec extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf read = (ByteBuf) message;
      received.add(read.toString(StandardCharsets.US_ASCII));
      read.release();
    }
  }

  private void join() {
    started.getFirst().engineConnected(engines);
    started.getFirst().join((caller, engine) -> caller.pipeline().addLast(new Codec()));
  }

  @Test
  void forwardsEarlyBytesInOrder() {
    assertThat(callers.config().isAutoRead()).isFalse();
    callers.writeInbound(bytes("one"), bytes("two"));
    assertThat(received).isEmpty();
    join();
    callers.writeInbound(bytes("three"));
    assertThat(received).containsExactly("one", "two", "three");
    assertThat(callers.config().isAutoRead()).isTrue();
    assertThat(callers.pipeline().get(PendingUpgradeHandler.class)).isNull();
  }

  @Test
  void closesConnectionWithTooManyEarlyBytes() {
    ByteBuf most =
        Unpooled.buffer(PendingUpgradeHandler.MAX_WAITING_BYTES)
            .writeZero(PendingUpgradeHandler.MAX_WAITING_BYTES);
    ByteBuf more = bytes("x");
    callers.writeInbound(most);
    assertThat(callers.isOpen()).isTrue();
    callers.writeInbound(more);
    assertThat(callers.isOpen()).isFalse();
    assertThat(most.refCnt()).isZero();
    assertThat(more.refCnt()).isZero();
  }

  @Test
  void closesEngineConnectionWhenCallerLeavesEarly() {
    ByteBuf early = bytes("one");
    callers.writeInbound(early);
    started.getFirst().engineConnected(engines);
    callers.close().syncUninterruptibly();
    assertThat(early.refCnt()).isZero();
    assertThat(engines.isOpen()).isFalse();
  }

  @Test
  void closesEngineConnectionThatComesTooLate() {
    callers.close().syncUninterruptibly();
    started.getFirst().engineConnected(engines);
    assertThat(engines.isOpen()).isFalse();
  }
}
