// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Whether a build's result or cache goes to a registry, from the fields of BuildKit's {@code
 * control.SolveRequest}: Exporters, their deprecated form, and CacheOptions.
 */
final class ExportReader {
  private static final int EXPORTER_ATTRIBUTES = 4;
  private static final int CACHE = 8;
  private static final int EXPORTERS = 13;
  private static final int SESSION_EXPORTER = 14;

  private static final int CACHE_REFERENCE = 1;
  private static final int CACHE_EXPORTS = 4;

  private static final int TYPE = 1;
  private static final int ATTRIBUTES = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private static final String PUSH = "push";
  private static final String REGISTRY = "registry";

  /** What Go's ParseBool reads as false. An empty value is true to the exporter. */
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private boolean pushes;

  boolean isPushed() {
    return pushes;
  }

  /** Reads the field that {@code fields} is at, if it is one of them. */
  boolean tryRead(ProtoFields fields) throws MalformedGrpcMessageException {
    switch (fields.number()) {
      case EXPORTER_ATTRIBUTES -> attribute(fields.bytes());
      case EXPORTERS -> exporter(fields.bytes());
      case CACHE -> cache(fields.bytes());
      // the client's session names exporters later
      case SESSION_EXPORTER -> pushes |= fields.number64() != 0;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void exporter(ByteBuf message) throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == ATTRIBUTES) {
        attribute(fields.bytes());
      } else {
        fields.skip();
      }
    }
  }

  private void attribute(ByteBuf message) throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    boolean isPush = false;
    boolean isFalse = false;
    while (fields.advance()) {
      if (fields.number() == KEY) {
        isPush |= fields.text().equals(PUSH);
      } else if (fields.number() == VALUE) {
        isFalse = FALSE.contains(fields.text());
      } else {
        fields.skip();
      }
    }
    pushes |= isPush && !isFalse;
  }

  private void cache(ByteBuf message) throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == CACHE_REFERENCE) {
        pushes |= !fields.text().isEmpty();
      } else if (fields.number() == CACHE_EXPORTS) {
        cacheExport(fields.bytes());
      } else {
        fields.skip();
      }
    }
  }

  private void cacheExport(ByteBuf message) throws MalformedGrpcMessageException {
    ProtoFields fields = new ProtoFields(message);
    while (fields.advance()) {
      if (fields.number() == TYPE) {
        pushes |= fields.text().equals(REGISTRY);
      } else {
        fields.skip();
      }
    }
  }
}
