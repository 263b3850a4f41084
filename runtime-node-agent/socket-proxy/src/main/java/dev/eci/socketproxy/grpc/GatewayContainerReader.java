// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the request of a frontend for a container without a step, and for processes in it: {@code
 * NewContainerRequest} and {@code ExecMessage} in BuildKit's frontend/gateway/pb/gateway.proto.
 * BuildKit before 0.12.5 did not check these (CVE-2024-23653).
 */
final class GatewayContainerReader {
  private static final int NETWORK = 3;
  private static final int INIT = 2;
  private static final int SECURITY = 5;

  private GatewayContainerReader() {}

  static JsonValue read(ByteBuf body) throws MalformedGrpcMessageException {
    Set<String> needed = new TreeSet<>();
    ProtoFields fields = new ProtoFields(MessageInspector.singleMessage(body));
    while (fields.advance()) {
      if (fields.number() == NETWORK) {
        LlbDefinitionReader.network(fields.number64(), needed);
      } else {
        fields.skip();
      }
    }
    return MessageInspector.requiring(needed);
  }

  /** Whether a message to a process starts one outside of the sandbox. */
  static boolean isInsecureStart(ByteBuf message) throws MalformedGrpcMessageException {
    Set<String> needed = new TreeSet<>();
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == INIT) {
        init(fields.bytes(), needed);
      } else {
        fields.skip();
      }
    }
    return !needed.isEmpty();
  }

  private static void init(ByteBuf message, Set<String> needed)
      throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == SECURITY) {
        LlbDefinitionReader.security(fields.number64(), needed);
      } else {
        fields.skip();
      }
    }
  }
}
