// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.docker.json.JsonWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolveMessageTest {
  @Test
  void readsEntitlementsAndAttributesAmongFields() throws MalformedGrpcMessageException {
    ByteBuf message = Unpooled.buffer();
    field(message, 1, "ref");
    message.writeByte(11 << 3).writeByte(1);
    field(message, 9, "network.host");
    attribute(message, "force-network-mode", "host");
    field(message, 9, "security.insecure");
    attribute(message, "platform", "");
    assertThat(JsonWriter.write(SolveMessage.CONTROL.read(framed(message))))
        .isEqualTo(
            "{\"Entitlements\":[\"network.host\",\"security.insecure\"],\"Definition\":[],\"FrontendAttrs\":{\"force-network-mode\":\"host\",\"platform\":\"\"},\"Push\":false}");
  }

  @Test
  void readsEmptyMessage() throws MalformedGrpcMessageException {
    assertThat(JsonWriter.write(SolveMessage.CONTROL.read(framed(Unpooled.EMPTY_BUFFER))))
        .isEqualTo("{\"Entitlements\":[],\"Definition\":[],\"FrontendAttrs\":{},\"Push\":false}");
  }

  /** Messages that another reader might read differently. */
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
  void rejectsAmbiguousMessage(String what, String hex) {
    ByteBuf bytes = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> SolveMessage.CONTROL.read(bytes))
        .as(what)
        .isInstanceOf(MalformedGrpcMessageException.class);
  }

  /** R17: exporters and caches of registries, in the fields of today and in deprecated ones. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "an exporter that pushes, 6a15 0a05696d616765 120c 0a0470757368 120474727565, true",
    "push without a value, 6a0f 0a05696d616765 1206 0a0470757368, true",
    "push=false, 6a16 0a05696d616765 120d 0a0470757368 120566616c7365, false",
    "no push, 6a07 0a05696d616765, false",
    "a deprecated exporter, 220c 0a0470757368 120474727565, true",
    "a cache of a registry, 420c 220a 0a087265676973747279, true",
    "a local cache, 4209 2207 0a056c6f63616c, false",
    "a deprecated cache, 4205 0a03612f62, true",
    "a cache to read, 420c 2a0a 0a087265676973747279, false",
    "an exporter that the session names, 7001, true",
    "none that the session names, 7000, false",
  })
  void readsWhetherResultIsPushed(String what, String hex, boolean pushes)
      throws MalformedGrpcMessageException {
    ByteBuf message = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    assertThat(JsonWriter.write(SolveMessage.CONTROL.read(framed(message))))
        .as(what)
        .endsWith("\"Push\":" + pushes + "}");
  }

  @Test
  void rejectsDuplicateAttribute() {
    ByteBuf message = Unpooled.buffer();
    attribute(message, "force-network-mode", "host");
    attribute(message, "force-network-mode", "none");
    assertThatThrownBy(() -> SolveMessage.CONTROL.read(framed(message)))
        .isInstanceOf(MalformedGrpcMessageException.class);
  }

  /** Op{exec{network, security}}, in both messages, directly, as an input, and inside a build. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'sandbox', 1200, '[]'",
    "'no network', 12021802, '[]'",
    "'host', 12021801, '[\"network.host\"]'",
    "'insecure', 12022001, '[\"security.insecure\"]'",
    "'both', 120418012001, '[\"network.host\",\"security.insecure\"]'",
    "'host that Go cuts from 64 bits', 1206188180808010, '[\"network.host\"]'",
    "'host said first and no network last', 120418011802, '[\"network.host\"]'",
    "'two steps in one operation', 1202180112021802, '[\"network.host\"]'",
    "'an unknown mode', 12021809, '[\"network.host\"]'",
    "'inside a build', 2a081a060a0412021801, '[\"network.host\"]'",
  })
  void readsEntitlementsThatStepsNeed(String what, String operation, String needed)
      throws MalformedGrpcMessageException {
    ByteBuf definition = Unpooled.buffer();
    bytes(definition, 1, HexFormat.of().parseHex(operation));
    byte[] made = ByteBufUtil.getBytes(definition);
    ByteBuf input = Unpooled.buffer();
    field(input, 1, "name");
    bytes(input, 2, made);
    byte[] named = ByteBufUtil.getBytes(input);
    assertThat(definitions(SolveMessage.CONTROL, 2, made)).as(what).isEqualTo(needed);
    assertThat(definitions(SolveMessage.CONTROL, 10, named)).as(what).isEqualTo(needed);
    assertThat(definitions(SolveMessage.BRIDGE, 1, made)).as(what).isEqualTo(needed);
    assertThat(definitions(SolveMessage.BRIDGE, 13, named)).as(what).isEqualTo(needed);
  }

  private static String definitions(SolveMessage kind, int number, byte[] value)
      throws MalformedGrpcMessageException {
    ByteBuf message = Unpooled.buffer();
    bytes(message, number, value);
    return JsonWriter.write(kind.read(framed(message)))
        .replaceAll(".*\"Definition\":(\\[[^]]*\\]).*", "$1");
  }

  @Test
  void rejectsStepWithMalformedNetwork() {
    ByteBuf message = Unpooled.buffer();
    bytes(message, 2, HexFormat.of().parseHex("0a0512031a0101"));
    assertThatThrownBy(() -> SolveMessage.CONTROL.read(framed(message)))
        .isInstanceOf(MalformedGrpcMessageException.class);
  }

  @Test
  void rejectsDeeplyNestedDefinitions() {
    byte[] made = new byte[0];
    for (int i = 0; i < 20; i++) {
      for (int number : new int[] {1, 3, 5}) {
        ByteBuf around = Unpooled.buffer();
        bytes(around, number, made);
        made = ByteBufUtil.getBytes(around);
      }
    }
    ByteBuf message = Unpooled.buffer();
    bytes(message, 1, made);
    ByteBuf whole = Unpooled.buffer();
    bytes(whole, 2, ByteBufUtil.getBytes(message));
    assertThatThrownBy(() -> SolveMessage.CONTROL.read(framed(whole)))
        .isInstanceOf(MalformedGrpcMessageException.class)
        .hasMessageContaining("too deep");
  }

  private static void bytes(ByteBuf to, int number, byte[] value) {
    to.writeByte((number << 3) | 2).writeByte(value.length).writeBytes(value);
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
