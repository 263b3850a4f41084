package dev.eci.agent.proxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.docker.json.JsonText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolveMessageTest {
  @Test
  void entitlementsAndAttributesAmongOtherFields() throws Unreadable {
    ByteBuf message = Unpooled.buffer();
    field(message, 1, "ref");
    message.writeByte(11 << 3).writeByte(1);
    field(message, 9, "network.host");
    attribute(message, "force-network-mode", "host");
    field(message, 9, "security.insecure");
    attribute(message, "platform", "");
    assertThat(JsonText.of(SolveMessage.read(framed(message))))
        .isEqualTo(
            "{\"Entitlements\":[\"network.host\",\"security.insecure\"],\"FrontendAttrs\":{\"force-network-mode\":\"host\",\"platform\":\"\"}}");
  }

  @Test
  void nothing() throws Unreadable {
    assertThat(JsonText.of(SolveMessage.read(framed(Unpooled.EMPTY_BUFFER))))
        .isEqualTo("{\"Entitlements\":[],\"FrontendAttrs\":{}}");
  }

  /** What another reader might take for something else. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "compressed, 0100000000",
    "longer than it says, 00000000004800",
    "shorter than it says, 0000000005",
    "no frame, 0000",
    "entitlements as a number, 00000000024800",
    "a group, 00000000024b4c",
    "field zero, 00000000020200",
    "a field number beyond all, 0000000006ffffffff7f00",
    "a number of eleven bytes, 000000000c58ffffffffffffffffffff01",
    "a string longer than the message, 00000000034a0561",
    "no UTF-8, 00000000034a01ff",
    "an attribute with two keys, 00000000083a060a01610a0162",
    "an attribute with a third part, 00000000053a031a0161",
  })
  void isRefused(String what, String hex) {
    ByteBuf bytes = Unpooled.wrappedBuffer(java.util.HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> SolveMessage.read(bytes)).as(what).isInstanceOf(Unreadable.class);
  }

  @Test
  void anAttributeThatIsNamedTwice() {
    ByteBuf message = Unpooled.buffer();
    attribute(message, "force-network-mode", "host");
    attribute(message, "force-network-mode", "none");
    assertThatThrownBy(() -> SolveMessage.read(framed(message))).isInstanceOf(Unreadable.class);
  }

  private static ByteBuf framed(ByteBuf message) {
    return Unpooled.buffer()
        .writeByte(0)
        .writeInt(message.readableBytes())
        .writeBytes(message, message.readerIndex(), message.readableBytes());
  }

  private static void field(ByteBuf to, int number, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeByte((number << 3) | 2).writeByte(bytes.length).writeBytes(bytes);
  }

  private static void attribute(ByteBuf to, String key, String value) {
    ByteBuf entry = Unpooled.buffer();
    field(entry, 1, key);
    if (!value.isEmpty()) {
      field(entry, 2, value);
    }
    to.writeByte((7 << 3) | 2).writeByte(entry.readableBytes()).writeBytes(entry);
  }
}
