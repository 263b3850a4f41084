// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;

/** Reads what the policy needs to know from the message of a call. */
@FunctionalInterface
interface MessageInspector {
  String BRIDGE = "/moby.buildkit.v1.frontend.LLBBridge/";

  /** Bytes in front of each message. */
  int FRAME = 5;

  /** BuildKit accepts as many. */
  int MAX_MESSAGE_BYTES = 16 << 20;

  /** Returns the form in which a {@code Solve} is evaluated. */
  JsonValue read(ByteBuf body) throws MalformedGrpcMessageException;

  /** For a call of {@code path}. */
  static MessageInspector forPath(String path) {
    return switch (path) {
      case BRIDGE + "Solve" -> SolveMessage.BRIDGE;
      case BRIDGE + "NewContainer" -> GatewayContainerReader::read;
      default -> SolveMessage.CONTROL;
    };
  }

  /**
   * The one message, without its frame.
   *
   * @param body of a call with one message
   */
  static ByteBuf singleMessage(ByteBuf body) throws MalformedGrpcMessageException {
    if (body.readableBytes() < FRAME) {
      throw new MalformedGrpcMessageException("it has no message");
    }
    if (completeLength(body, 0) != body.readableBytes()) {
      throw new MalformedGrpcMessageException("it has more or less than one message");
    }
    return body.skipBytes(FRAME);
  }

  /**
   * Bytes of the message that starts {@code behind} the reader index, with its frame: a flag for
   * compression and a length. 0 if the message is not complete yet.
   */
  static int completeLength(ByteBuf stream, int behind) throws MalformedGrpcMessageException {
    int readable = stream.readableBytes() - behind;
    if (readable < FRAME) {
      return 0;
    }
    long length = declaredLength(stream, behind);
    if (length > FRAME + MAX_MESSAGE_BYTES) {
      throw new MalformedGrpcMessageException("its message is too large");
    }
    return readable >= length ? (int) length : 0;
  }

  /** Bytes of the message whose whole frame starts {@code behind} the reader index, with it. */
  static long declaredLength(ByteBuf stream, int behind) throws MalformedGrpcMessageException {
    int at = stream.readerIndex() + behind;
    if (stream.getByte(at) != 0) {
      throw new MalformedGrpcMessageException("its message is compressed");
    }
    return FRAME + stream.getUnsignedInt(at + 1);
  }

  /** A {@code Solve} of nothing but steps that need these entitlements. */
  static JsonValue requiring(Set<String> entitlements) {
    return toJson(List.of(), entitlements, List.of(), false);
  }

  static JsonValue toJson(
      List<JsonValue> entitlements,
      Set<String> needed,
      List<JsonValue.Member> frontendAttributes,
      boolean pushes) {
    List<JsonValue> steps = needed.stream().<JsonValue>map(JsonValue.Str::new).toList();
    return new JsonValue.Obj(
        List.of(
            new JsonValue.Member("Entitlements", new JsonValue.Arr(entitlements)),
            new JsonValue.Member("Definition", new JsonValue.Arr(steps)),
            new JsonValue.Member("FrontendAttrs", new JsonValue.Obj(frontendAttributes)),
            new JsonValue.Member("Push", new JsonValue.Bool(pushes))));
  }
}
