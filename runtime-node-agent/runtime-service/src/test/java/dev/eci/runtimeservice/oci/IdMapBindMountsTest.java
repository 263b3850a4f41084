// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.UnixAttributes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes whose mappings Kubernetes wrote, on file systems of all kinds. */
class IdMapBindMountsTest {
  private static final String VOLUME =
      "/var/lib/kubelet/pods/83fb30e2-e5f6-452c-9ec5-09adc502c602/volumes/kubernetes.io~empty-dir/e";

  private static RewrittenSpec rewrite(Spec spec, String type, boolean mayStayUnmapped)
      throws Exception {
    String mounts =
        """
        21 1 8:1 / / rw - ext4 /dev/a rw
        22 21 0:9 / %s rw - %s x rw
        """
            .formatted(VOLUME, type);
    return SpecSamples.rewriter(Path.of("/nowhere"))
        .prepare(
            new ContainerBundle("x", "/b"),
            spec,
            new MountTable(mounts.getBytes(StandardCharsets.UTF_8)),
            65536)
        .complete(mayStayUnmapped);
  }

  private static JsonNode volume(Spec spec, String destination) throws Exception {
    for (JsonNode mount : JsonMapper.builder().build().readTree(spec.bytes()).path("mounts")) {
      if (mount.path("destination").asText().equals(destination)) {
        return mount;
      }
    }
    throw new AssertionError("no " + destination);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "tmpfs", "fuse.sshfs", "virtiofs"})
  void keepsMappingsWhereKernelMightSupportThem(String type) throws Exception {
    Spec spec = SpecSamples.spec("good-container");
    RewrittenSpec rewritten = rewrite(spec, type, false);
    assertThat(rewritten.notices()).isEmpty();
    assertThat(volume(rewritten.config(), "/e").path("uidMappings").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "nfs4", "cifs"})
  void rejectsOrReportsVolumeOnUnsupportedFileSystem(String type) throws Exception {
    assertThatThrownBy(() -> rewrite(SpecSamples.spec("good-container"), type, false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("volume \"/e\" does not support ID-mapped mounts")
        .hasMessageContaining(type)
        .hasMessageContaining("userNamespaces: Preferred");

    Spec spec = SpecSamples.spec("good-container");
    RewrittenSpec rewritten = rewrite(spec, type, true);
    assertThat(rewritten.notices())
        .singleElement()
        .satisfies(n -> {
          assertThat(n.reason()).isEqualTo("VolumeNotIDMapped");
          assertThat(n.message()).contains("volume \"/e\" are owned by the overflow UID 65534");
        });
    assertThat(volume(rewritten.config(), "/e").has("uidMappings")).isFalse();
    assertThat(volume(rewritten.config(), "/e").has("gidMappings")).isFalse();
    assertThat(volume(rewritten.config(), "/c").has("uidMappings")).isTrue();
  }

  @Test
  void dropsMappingsOfKernelFileSystems() throws Exception {
    Spec spec = SpecSamples.spec("good-container");
    RewrittenSpec rewritten = rewrite(spec, "sysfs", false);
    assertThat(rewritten.notices()).isEmpty();
    assertThat(volume(rewritten.config(), "/e").has("uidMappings")).isFalse();
  }

  /** containerd maps the layers of an image volume, and leaves the mapping in the spec as well. */
  @Test
  void acceptsImageVolumeWhoseLayersAreMapped(@TempDir Path root) throws Exception {
    RewrittenSpec rewritten =
        rewriteImageVolume(root, Integer.toUnsignedLong(UnixAttributes.read(root).uid()));

    assertThat(rewritten.notices()).isEmpty();
    JsonNode mount = volume(rewritten.config(), "/e");
    assertThat(mount.has("uidMappings")).isFalse();
    assertThat(mount.path("options").toString()).doesNotContain("idmap").contains("rbind");
  }

  @Test
  void rejectsImageVolumeThatNoOneMapped(@TempDir Path root) {
    assertThatThrownBy(() -> rewriteImageVolume(root, 3_000_000_000L))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("volume \"/e\" does not support ID-mapped mounts");
  }

  private static RewrittenSpec rewriteImageVolume(Path root, long base) throws Exception {
    JsonNode config = JsonMapper.builder().build().readTree(SpecSamples.config("good-container"));
    String sandbox = config.at("/annotations/io.kubernetes.cri.sandbox-id").asText();
    String volume = "/run/containerd/io.containerd.grpc.v1.cri/image-volumes/" + sandbox + "/0f3a";
    Files.createDirectories(root.resolve(volume.substring(1)));
    ((ObjectNode) config.at("/linux/uidMappings/0")).put("hostID", base);
    for (JsonNode mount : config.path("mounts")) {
      if (mount.path("destination").asText().equals("/e")) {
        ((ObjectNode) mount).put("source", volume).withArray("options").add("ridmap");
      }
    }
    String mounts =
        """
        21 1 8:1 / / rw - ext4 /dev/a rw
        22 21 0:9 / %s rw - overlay overlay rw
        """
            .formatted(volume);
    return SpecSamples.rewriter(root)
        .prepare(
            new ContainerBundle("x", "/b"),
            SpecSamples.parse(config.toString().getBytes(StandardCharsets.UTF_8)),
            new MountTable(mounts.getBytes(StandardCharsets.UTF_8)),
            65536)
        .complete(false);
  }
}
