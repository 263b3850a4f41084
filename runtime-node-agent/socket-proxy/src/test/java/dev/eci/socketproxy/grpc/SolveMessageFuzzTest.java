// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;
import java.util.TreeSet;

/** Solve calls of BuildKit's clients and frontends, and the messages to their processes. */
class SolveMessageFuzzTest {
  private static final int HOST = 1;

  /** A step that a lenient reader takes for one outside of the sandbox is reported. */
  @FuzzTest
  void reportsWhatAnyReaderFinds(byte[] message) {
    JsonValue read;
    try {
      read = SolveMessage.CONTROL.read(framed(message));
    } catch (MalformedGrpcMessageException e) {
      return;
    }
    Set<String> found = new TreeSet<>();
    LenientProto.read(
        Unpooled.wrappedBuffer(message),
        (_, _) -> {},
        (number, bytes) -> {
          if (number == 2) {
            definition(bytes, found, 0);
          } else if (number == 10) {
            LenientProto.read(
                bytes,
                (_, _) -> {},
                (part, value) -> {
                  if (part == 2) {
                    definition(value, found, 0);
                  }
                });
          }
        });
    String json = JsonWriter.write(read);
    assertThat(found).allMatch(needed -> json.contains("\"" + needed + "\""));
  }

  @FuzzTest
  void otherMessagesAreReadOrRejected(byte[] sent) {
    for (MessageInspector inspector :
        new MessageInspector[] {SolveMessage.BRIDGE, GatewayContainerReader::read}) {
      try {
        inspector.read(framed(sent));
      } catch (MalformedGrpcMessageException e) {
        // what the readers document
      }
      try {
        inspector.read(Unpooled.copiedBuffer(sent));
      } catch (MalformedGrpcMessageException e) {
        // the bytes as frames
      }
    }
    try {
      GatewayContainerReader.isInsecureStart(Unpooled.copiedBuffer(sent));
    } catch (MalformedGrpcMessageException e) {
      // what the reader documents
    }
  }

  /** Frames: the sum of the complete ones, however many there are. */
  @FuzzTest
  void framesAreWithinTheStream(byte[] sent) {
    ByteBuf stream = Unpooled.wrappedBuffer(sent);
    try {
      int whole = 0;
      for (int next = MessageInspector.completeLength(stream, 0);
          next > 0;
          next = MessageInspector.completeLength(stream, whole)) {
        whole += next;
        assertThat(whole).isLessThanOrEqualTo(sent.length);
      }
    } catch (MalformedGrpcMessageException e) {
      // what the reader documents
    }
  }

  private static void definition(ByteBuf bytes, Set<String> found, int depth) {
    if (depth > 20) {
      return;
    }
    LenientProto.read(
        bytes,
        (_, _) -> {},
        (number, operation) -> {
          if (number == 1) {
            operation(operation, found, depth);
          }
        });
  }

  private static void operation(ByteBuf bytes, Set<String> found, int depth) {
    LenientProto.read(
        bytes,
        (_, _) -> {},
        (number, value) -> {
          if (number == 2) {
            LenientProto.read(value, (field, mode) -> step(field, (int) mode, found), (_, _) -> {});
          } else if (number == 5) {
            LenientProto.read(
                value,
                (_, _) -> {},
                (part, inner) -> {
                  if (part == 3) {
                    definition(inner, found, depth + 1);
                  }
                });
          }
        });
  }

  /** Go keeps the lower 32 bits of an enum. */
  private static void step(int field, int mode, Set<String> found) {
    if (field == 3 && mode == HOST) {
      found.add("network.host");
    } else if (field == 4 && mode == HOST) {
      found.add("security.insecure");
    }
  }

  private static ByteBuf framed(byte[] message) {
    return Unpooled.buffer().writeByte(0).writeInt(message.length).writeBytes(message);
  }
}
