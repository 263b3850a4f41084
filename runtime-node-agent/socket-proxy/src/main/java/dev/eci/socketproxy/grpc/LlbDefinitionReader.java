// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Reads what the steps of a build definition need beyond their sandbox: {@code message Definition}
 * and {@code Op} in BuildKit's solver/pb/ops.proto. A definition that a frontend creates inside the
 * engine, or that a step writes to a file, does not pass here.
 */
final class LlbDefinitionReader {
  private static final int MAX_DEPTH = 16;
  private static final int OPERATIONS = 1;
  private static final int EXEC = 2;
  private static final int BUILD = 5;
  private static final int BUILD_DEFINITION = 3;
  private static final int NETWORK = 3;
  private static final int SECURITY = 4;

  /** NetMode NONE; UNSET is 0, and so is SecurityMode SANDBOX. */
  private static final int NO_NETWORK = 2;

  private LlbDefinitionReader() {}

  /** Adds the names of the entitlements that the steps of this definition need. */
  static void read(ByteBuf definition, Set<String> needed) throws MalformedGrpcMessageException {
    read(definition, needed, 0);
  }

  private static void read(ByteBuf definition, Set<String> needed, int depth)
      throws MalformedGrpcMessageException {
    if (depth > MAX_DEPTH) {
      throw new MalformedGrpcMessageException("its definitions are nested too deeply");
    }
    ProtoFields fields = new ProtoFields(definition);
    while (fields.advance()) {
      if (fields.number() == OPERATIONS) {
        operation(fields.bytes(), needed, depth);
      } else {
        fields.skip();
      }
    }
  }

  private static void operation(ByteBuf operation, Set<String> needed, int depth)
      throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(operation);
    while (fields.advance()) {
      switch (fields.number()) {
        case EXEC -> step(fields.bytes(), needed);
        case BUILD -> build(fields.bytes(), needed, depth);
        default -> fields.skip();
      }
    }
  }

  /** An unknown mode counts as outside of the sandbox. */
  static void network(long mode, Set<String> needed) {
    if (mode != 0 && mode != NO_NETWORK) {
      needed.add("network.host");
    }
  }

  static void security(long mode, Set<String> needed) {
    if (mode != 0) {
      needed.add("security.insecure");
    }
  }

  private static void step(ByteBuf exec, Set<String> needed) throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(exec);
    while (fields.advance()) {
      switch (fields.number()) {
        case NETWORK -> network(fields.number64(), needed);
        case SECURITY -> security(fields.number64(), needed);
        default -> fields.skip();
      }
    }
  }

  private static void build(ByteBuf build, Set<String> needed, int depth)
      throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(build);
    while (fields.advance()) {
      if (fields.number() == BUILD_DEFINITION) {
        read(fields.bytes(), needed, depth + 1);
      } else {
        fields.skip();
      }
    }
  }
}
