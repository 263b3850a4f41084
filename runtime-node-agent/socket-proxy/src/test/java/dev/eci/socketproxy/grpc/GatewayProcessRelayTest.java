// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.Caller;
import dev.eci.socketproxy.http.CallMemories;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayProcessRelayTest {
  /** {@code ExecMessage{ProcessID: "p", Init{ContainerID: "c", Security: …}}}, framed. */
  private static final String SANDBOX = "000000000a0a017012050a01632800";

  private static final String INSECURE = "000000000a0a017012050a01632801";

  /** {@code ExecMessage{ProcessID: "p", File{Data: "x"}}}. */
  private static final String INPUT = "00000000080a01701a031a0178";

  private static final CallMemories MEMORY = new CallMemories();

  private final EmbeddedChannel connection = new EmbeddedChannel();
  private final EmbeddedChannel engine =
      new EmbeddedChannel(connection, DefaultChannelId.newInstance(), true, false);
  private final List<String> outcomes = new ArrayList<>();
  private boolean onlyRecorded;
  private final GatewayProcessRelay relay =
      new GatewayProcessRelay(
          engine,
          new GatewayProcessRelay.ProcessAuthorizer() {
            @Override
            public boolean allowsInsecure(boolean begun) {
              outcomes.add("insecure " + begun);
              return onlyRecorded;
            }

            @Override
            public void malformed(String why, boolean begun) {
              outcomes.add(why + " " + begun);
            }

            @Override
            public void busy(boolean begun) {
              outcomes.add("busy " + begun);
            }
          },
          MEMORY.ofCall(new Caller.Host(0, 0, 1)));

  @AfterEach
  void close() {
    engine.finishAndReleaseAll();
    connection.finishAndReleaseAll();
  }

  @Test
  void forwardsSandboxedMessagesInAnyFragments() {
    String all = SANDBOX + INPUT;
    for (int at = 0; at < all.length(); at += 2) {
      send(all.substring(at, at + 2), false);
    }
    assertThat(forwarded()).isEqualTo(all);
    send("", true);
    Http2DataFrame last = engine.readOutbound();
    assertThat(last.isEndStream()).isTrue();
    last.release();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void forwardsMessageOnlyWhenComplete() {
    send(SANDBOX + INSECURE.substring(0, INSECURE.length() - 2), false);
    assertThat(forwarded()).isEqualTo(SANDBOX);
    send("01", false);
    assertThat(engine.<Object>readOutbound()).isInstanceOf(Http2ResetFrame.class);
    send(INPUT, true);
    assertThat(engine.<Object>readOutbound()).isNull();
    assertThat(outcomes).containsExactly("insecure true");
  }

  /** Its memory is reserved when its length is known. */
  @Test
  void forwardsLargeMessageWhenThereIsMemory() {
    // ExecMessage{ProcessID: "p", and an unknown number, many times}
    String message = "0000030d43" + "0a0170" + "2000".repeat(100_000);
    send(message.substring(0, 2000), false);
    send(message.substring(2000, 300_000), false);
    send(message.substring(300_000) + SANDBOX, false);
    assertThat(forwarded().equals(message + SANDBOX)).isTrue();
    send(INPUT, true);
    assertThat(forwarded()).isEqualTo(INPUT);
    assertThat(outcomes).isEmpty();
  }

  @Test
  void resetsCallWithoutMemoryForItsMessage() {
    CallMemories.CallMemory other = MEMORY.ofCall(new Caller.Host(0, 0, 1));
    var _ = other.reserve(17 << 20, () -> {});
    send("0000fffff0" + "0a0170" + "2000".repeat(1000), false);
    engine.advanceTimeBy(other.longestWait().toSeconds() + 1, TimeUnit.SECONDS);
    engine.runScheduledPendingTasks();
    assertThat(outcomes).containsExactly("busy false");
    assertThat(engine.<Object>readOutbound()).isInstanceOf(Http2ResetFrame.class);
    other.release();
  }

  @Test
  void recordsInsecureStartOncePerProcessAndForwards() {
    onlyRecorded = true;
    String all = INSECURE + INPUT + SANDBOX + INSECURE;
    for (int at = 0; at < all.length(); at += 2) {
      send(all.substring(at, at + 2), false);
    }
    assertThat(forwarded()).isEqualTo(all);
    assertThat(outcomes).containsExactly("insecure false", "insecure true");
  }

  @ParameterizedTest
  @CsvSource({
    "000000000a0a017012050a01632801, insecure false",
    // a repeated field: readers take the last value, and the relay checks each
    "000000000c0a017012070a016328012800, insecure false",
    "000000000c0a017012050a016328011200, insecure false",
    "0100000000, its message is compressed false",
    "0001000001, its message is too large false",
    "000000000a0a01701205, it ends within a message false",
    "00000000021205, field 2 is longer than the message false",
  })
  void rejectsInsecureAndMalformedMessages(String sent, String why) {
    send(sent, true);
    assertThat(outcomes).containsExactly(why);
    assertThat(engine.<Object>readOutbound()).isInstanceOf(Http2ResetFrame.class);
    assertThat(engine.<Object>readOutbound()).isNull();
  }

  private void send(String hex, boolean last) {
    ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    relay.forward(new DefaultHttp2DataFrame(bytes, last));
    engine.flushOutbound();
  }

  private String forwarded() {
    StringBuilder hex = new StringBuilder();
    for (Object frame = engine.readOutbound(); frame != null; frame = engine.readOutbound()) {
      Http2DataFrame data = (Http2DataFrame) frame;
      hex.append(ByteBufUtil.hexDump(data.content()));
      data.release();
    }
    return hex.toString();
  }
}
