// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.crds.file.PolicyFile;
import dev.eci.crds.file.PolicyTarget;
import dev.eci.runtimeservice.oci.CriOriginResolver;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.PathAliasResolver;
import dev.eci.runtimeservice.oci.SpecSamples;
import dev.eci.support.host.HostRoot;
import dev.eci.support.policy.PolicyView;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** config.json, whose parts come from pods and create bodies, and the frames that carry it. */
class CreateRequestFuzzTest {
  private static final Path NOWHERE = Path.of("/nowhere");
  private static final byte[] HEADER =
      "{\"protocol\":%d,\"verb\":\"create\",\"id\":\"x\",\"bundle\":\"/b\",\"args\":[]}"
          .formatted(CreateRequest.PROTOCOL)
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] MOUNTS =
      "21 1 8:1 / / rw - ext4 /dev/a rw\n".getBytes(StandardCharsets.UTF_8);

  /** A container that is created has a user namespace of its own, and none of the node's. */
  @DictionaryEntries({
    "root",
    "path",
    "linux",
    "namespaces",
    "type",
    "mounts",
    "destination",
    "source",
    "options",
    "rbind",
    "uidMappings",
    "gidMappings",
    "containerID",
    "hostID",
    "size",
    "annotations",
    "devices",
    "sysctl",
    "process",
    "user",
    "uid",
    "additionalGids",
    "user",
    "pid",
    "network",
    "/etc",
    "/srv/d",
    "eci.dev/ids"
  })
  @FuzzTest
  void createdContainerIsProtected(byte[] config) throws InvalidSpecException {
    CreateRequest request;
    try {
      request = CreateRequest.parse(HEADER, config, MOUNTS);
    } catch (InvalidSpecException e) {
      return;
    }
    byte[] before = request.config().bytes();
    if (service().handle(request) instanceof CreateResponse.Allow allow) {
      CreateRequest again = CreateRequest.parse(HEADER, allow.config().orElse(before), MOUNTS);
      assertThat(new String(again.config().bytes(), StandardCharsets.UTF_8))
          .contains("{\"type\":\"user\"")
          .contains("\"uidMappings\":[{");
    }
    assertThat(request.config().bytes()).isEqualTo(before);
  }

  @DictionaryEntries({
    "protocol",
    "verb",
    "id",
    "bundle",
    "create",
    "run",
    "args",
    "6",
    "\\x00\\x00\\x00\\x10"
  })
  @FuzzTest
  void framesAreReadOrRejected(byte[] sent) throws java.io.IOException {
    FrameCodec frames = new FrameCodec(channel(sent));
    try {
      CreateRequest.parse(frames.read(1 << 20), frames.read(1 << 20), frames.read(1 << 20));
    } catch (InvalidSpecException | java.io.EOFException e) {
      // what the readers document
    } catch (java.io.IOException e) {
      assertThat(e).hasMessageMatching(".*(bytes was announced|are supported)");
    }
  }

  private static RuntimeService service() {
    return new RuntimeService(
        new OnePolicy(),
        new FactsReader(
            (_, _) -> true,
            new PathAliasResolver(new HostRoot(NOWHERE), Map::of),
            new CriOriginResolver()),
        SpecSamples.rewriter(NOWHERE),
        Duration.ZERO);
  }

  /** Protects everything. */
  private record OnePolicy() implements PolicyView {
    private static final PolicySnapshot POLICIES = snapshot();

    private static PolicySnapshot snapshot() {
      try {
        return new PolicySnapshot(
            PolicyFile.parse(
                    "apiVersion: eci.dev/v1alpha1\nkind: EciPolicy\nmetadata: {name: all}\nspec: {}\n"
                        .getBytes(StandardCharsets.UTF_8),
                    PolicyTarget.DOCKER_HOST)
                .policies(),
            List.of());
      } catch (InvalidPolicyFileException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public PolicySnapshot policies() {
      return POLICIES;
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
      return Optional.of(Map.of());
    }
  }

  private static ByteChannel channel(byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    return new ByteChannel() {
      @Override
      public int read(ByteBuffer to) {
        if (!left.hasRemaining()) {
          return -1;
        }
        int count = Math.min(left.remaining(), to.remaining());
        to.put(left.slice(left.position(), count));
        left.position(left.position() + count);
        return count;
      }

      @Override
      public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
