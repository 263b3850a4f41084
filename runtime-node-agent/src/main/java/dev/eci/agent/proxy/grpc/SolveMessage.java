package dev.eci.agent.proxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of a call of moby.buildkit.v1.Control/Solve, as far as policy asks: {@code message
 * SolveRequest} in BuildKit's api/services/control/control.proto.
 */
final class SolveMessage {
  private static final int FRONTEND_ATTRS = 7;
  private static final int ENTITLEMENTS = 9;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private SolveMessage() {}

  /**
   * Reads it.
   *
   * @param body of a call with one message: a flag for compression, a length, the message
   */
  static JsonValue read(ByteBuf body) throws Unreadable {
    if (body.readableBytes() < 5) {
      throw new Unreadable("it has no message");
    }
    if (body.readByte() != 0) {
      throw new Unreadable("its message is compressed");
    }
    if (body.readUnsignedInt() != body.readableBytes()) {
      throw new Unreadable("it has more or less than one message");
    }
    List<JsonValue> entitlements = new ArrayList<>();
    List<JsonValue.Member> attributes = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    ProtoFields fields = new ProtoFields(body);
    while (fields.next()) {
      switch (fields.number()) {
        case ENTITLEMENTS -> entitlements.add(new JsonValue.Str(fields.text()));
        case FRONTEND_ATTRS -> {
          JsonValue.Member attribute = entry(fields.bytes());
          if (!keys.add(attribute.name())) {
            throw new Unreadable("it names a frontend attribute twice");
          }
          attributes.add(attribute);
        }
        default -> fields.skip();
      }
    }
    return new JsonValue.Obj(
        List.of(
            new JsonValue.Member("Entitlements", new JsonValue.Arr(entitlements)),
            new JsonValue.Member("FrontendAttrs", new JsonValue.Obj(attributes))));
  }

  private static JsonValue.Member entry(ByteBuf message) throws Unreadable {
    String key = null;
    String value = null;
    ProtoFields fields = new ProtoFields(message);
    while (fields.next()) {
      if (fields.number() == KEY && key == null) {
        key = fields.text();
      } else if (fields.number() == VALUE && value == null) {
        value = fields.text();
      } else {
        throw new Unreadable("a frontend attribute is more than a key and a value");
      }
    }
    return new JsonValue.Member(
        key == null ? "" : key, new JsonValue.Str(value == null ? "" : value));
  }
}
