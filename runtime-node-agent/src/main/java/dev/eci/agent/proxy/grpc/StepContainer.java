package dev.eci.agent.proxy.grpc;

import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.TreeSet;

/**
 * A container that a frontend asks for without a step, and the processes in it: {@code
 * NewContainerRequest} and {@code ExecMessage} in BuildKit's frontend/gateway/pb/gateway.proto.
 * Engines before BuildKit 0.12.5 did not look at these (CVE-2024-23653).
 */
final class StepContainer {
  private static final int NETWORK = 3;
  private static final int INIT = 2;
  private static final int SECURITY = 5;

  private StepContainer() {}

  static JsonValue read(ByteBuf body) throws Unreadable {
    Set<String> needed = new TreeSet<>();
    ProtoFields fields = new ProtoFields(JudgedMessage.only(body));
    while (fields.next()) {
      if (fields.number() == NETWORK) {
        Definition.network(fields.number64(), needed);
      } else {
        fields.skip();
      }
    }
    return JudgedMessage.needing(needed);
  }

  /** Whether a message to a process starts one outside of the sandbox. */
  static boolean startsInsecure(ByteBuf message) throws Unreadable {
    Set<String> needed = new TreeSet<>();
    ProtoFields fields = new ProtoFields(message);
    while (fields.next()) {
      if (fields.number() == INIT) {
        init(fields.bytes(), needed);
      } else {
        fields.skip();
      }
    }
    return !needed.isEmpty();
  }

  private static void init(ByteBuf message, Set<String> needed) throws Unreadable {
    ProtoFields fields = new ProtoFields(message);
    while (fields.next()) {
      if (fields.number() == SECURITY) {
        Definition.security(fields.number64(), needed);
      } else {
        fields.skip();
      }
    }
  }
}
