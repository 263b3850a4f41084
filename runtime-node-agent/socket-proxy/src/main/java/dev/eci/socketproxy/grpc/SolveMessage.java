// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what the policy needs to know from a call of {@code Solve}: the two messages {@code
 * SolveRequest} of BuildKit, in api/services/control/control.proto and
 * frontend/gateway/pb/gateway.proto. The same fields have different numbers in them.
 */
enum SolveMessage implements MessageInspector {
  CONTROL(2, 7, 9, 10),
  BRIDGE(1, 3, SolveMessage.NONE, 13);

  private static final int NONE = -1;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** Far above what clients send; the message itself may have 16 MiB. */
  private static final int MAX_ENTRIES = 4096;

  private static final int MAX_ENTRY_BYTES = 256 << 10;
  private static final int MAX_ENTRIES_BYTES = 1 << 20;

  private final int definition;
  private final int attributes;
  private final int entitlements;
  private final int inputs;

  SolveMessage(int definition, int attributes, int entitlements, int inputs) {
    this.definition = definition;
    this.attributes = attributes;
    this.entitlements = entitlements;
    this.inputs = inputs;
  }

  @Override
  public JsonValue read(ByteBuf body) throws MalformedGrpcMessageException {
    List<JsonValue> requested = new ArrayList<>();
    List<JsonValue.Member> options = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    Set<String> steps = new TreeSet<>();
    ExportReader exports = new ExportReader();
    ProtoFields fields = new ProtoFields(MessageInspector.singleMessage(body));
    int bytes = 0;
    while (fields.advance()) {
      int number = fields.number();
      if (number == entitlements || number == attributes) {
        ByteBuf entry = fields.bytes();
        bytes += entry.readableBytes();
        if (requested.size() + options.size() >= MAX_ENTRIES
            || entry.readableBytes() > MAX_ENTRY_BYTES
            || bytes > MAX_ENTRIES_BYTES) {
          throw new MalformedGrpcMessageException("it has too many or too large attributes");
        }
        if (number == entitlements) {
          requested.add(new JsonValue.Str(fields.text(entry)));
          continue;
        }
        JsonValue.Member option = entry(entry);
        if (!keys.add(option.name())) {
          throw new MalformedGrpcMessageException("it names a frontend attribute twice");
        }
        options.add(option);
      } else if (number == definition) {
        LlbDefinitionReader.read(fields.bytes(), steps);
      } else if (number == inputs) {
        input(fields.bytes(), steps);
      } else if (this != CONTROL || !exports.tryRead(fields)) {
        fields.skip();
      }
    }
    return MessageInspector.toJson(requested, steps, options, exports.isPushed());
  }

  /** A definition under a name. */
  private static void input(ByteBuf message, Set<String> steps)
      throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == VALUE) {
        LlbDefinitionReader.read(fields.bytes(), steps);
      } else {
        fields.skip();
      }
    }
  }

  private static JsonValue.Member entry(ByteBuf message) throws MalformedGrpcMessageException {
    String key = null;
    String value = null;
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == KEY && key == null) {
        key = fields.text();
      } else if (fields.number() == VALUE && value == null) {
        value = fields.text();
      } else {
        throw new MalformedGrpcMessageException(
            "a frontend attribute is more than a key and a value");
      }
    }
    return new JsonValue.Member(
        key == null ? "" : key, new JsonValue.Str(value == null ? "" : value));
  }
}
