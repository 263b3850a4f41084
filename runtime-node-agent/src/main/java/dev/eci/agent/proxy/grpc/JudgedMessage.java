package dev.eci.agent.proxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;

/** What policy asks of the one message of a call. */
@FunctionalInterface
interface JudgedMessage {
  String BRIDGE = "/moby.buildkit.v1.frontend.LLBBridge/";

  /** In the form in which a {@code Solve} is judged. */
  JsonValue read(ByteBuf body) throws Unreadable;

  /** Of the call of {@code path}. */
  static JudgedMessage of(String path) {
    return switch (path) {
      case BRIDGE + "Solve" -> SolveMessage.BRIDGE;
      case BRIDGE + "NewContainer" -> StepContainer::read;
      default -> SolveMessage.CONTROL;
    };
  }

  /**
   * Without its frame.
   *
   * @param body of a call with one message: a flag for compression, a length, the message
   */
  static ByteBuf only(ByteBuf body) throws Unreadable {
    if (body.readableBytes() < 5) {
      throw new Unreadable("it has no message");
    }
    if (body.readByte() != 0) {
      throw new Unreadable("its message is compressed");
    }
    if (body.readUnsignedInt() != body.readableBytes()) {
      throw new Unreadable("it has more or less than one message");
    }
    return body;
  }

  /** What asks for nothing but steps that need these entitlements. */
  static JsonValue needing(Set<String> entitlements) {
    return judged(List.of(), entitlements, List.of());
  }

  static JsonValue judged(
      List<JsonValue> asked, Set<String> needed, List<JsonValue.Member> frontendAttributes) {
    List<JsonValue> steps = needed.stream().<JsonValue>map(JsonValue.Str::new).toList();
    return new JsonValue.Obj(
        List.of(
            new JsonValue.Member("Entitlements", new JsonValue.Arr(asked)),
            new JsonValue.Member("Definition", new JsonValue.Arr(steps)),
            new JsonValue.Member("FrontendAttrs", new JsonValue.Obj(frontendAttributes))));
  }
}
