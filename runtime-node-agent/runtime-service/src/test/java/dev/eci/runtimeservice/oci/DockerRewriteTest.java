// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.runtimeservice.oci.BindSource.IdMapping;
import dev.eci.runtimeservice.oci.BindSource.OverlaySource;
import dev.eci.runtimeservice.oci.BindSource.ReadOnly;
import dev.eci.runtimeservice.oci.BindSource.SetUserId;
import dev.eci.runtimeservice.oci.BindSource.Submount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewrites config.json and mountinfo as Docker 29 wrote them, for each of its image stores. */
class DockerRewriteTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long BASE = InMemoryRanges.FIRST + 65536;

  private static final Optional<IdMapping> ID_MAPPING =
      Optional.of(new IdMapping(IdMap.of(new IdRange(BASE, IdRange.SIZE)), false));

  @TempDir Path node;

  private RewrittenSpec rewrite(Spec spec, String mounts, boolean mayStayUnmapped)
      throws InvalidSpecException, CreateDeniedException {
    return prepare(spec, mounts).complete(mayStayUnmapped);
  }

  private SpecRewriter.PreparedSpec prepare(Spec spec, String mounts)
      throws InvalidSpecException, CreateDeniedException {
    return SpecSamples.rewriter(node)
        .prepare(
            new ContainerBundle("abc", "/b"),
            spec,
            new MountTable(mounts.getBytes(StandardCharsets.UTF_8)),
            65536);
  }

  @ParameterizedTest
  @CsvSource({"docker-29,2", "docker-overlay2,2"})
  void plansRootfsFromOverlayLayers(String sample, int layers) throws Exception {
    Spec spec = SpecSamples.spec(sample);
    String path = spec.root().path("path").asText();
    RewrittenSpec rewritten = rewrite(spec, SpecSamples.mounts(sample), false);
    RootfsPlan plan = rewritten.plan().rootfs().orElseThrow();

    assertThat(plan.path()).isEqualTo(path);
    assertThat(plan.ids().first().base()).isEqualTo(BASE);
    assertThat(plan.flags()).containsExactly("relatime", "nodev");
    RootfsPlan.Overlay overlay = plan.overlay().orElseThrow();
    assertThat(overlay.lower()).hasSize(layers).allSatisfy(l -> assertThat(l).startsWith("/var/"));
    assertThat(overlay.upper().orElseThrow()).startsWith("/var/");
    assertThat(overlay.options()).isEmpty();
    assertThat(rewritten.config().root().path("path").asText())
        .isEqualTo("/run/eci/containers/abc/rootfs");
  }

  @Test
  void changesOnlyNamespacesAndMounts() throws Exception {
    Spec spec = SpecSamples.spec("docker-29");
    RewrittenSpec rewritten = rewrite(spec, SpecSamples.mounts("docker-29"), false);
    List<BindSource> sources = rewritten.plan().binds();
    ObjectNode after = (ObjectNode) JSON.readTree(rewritten.config().bytes());
    ObjectNode before = (ObjectNode) JSON.readTree(SpecSamples.config("docker-29"));

    assertThat(after.path("linux").path("uidMappings"))
        .isEqualTo(
            JSON.readTree("[{\"containerID\":0,\"hostID\":%d,\"size\":65536}]".formatted(BASE)));
    assertThat(after.path("linux").path("gidMappings"))
        .isEqualTo(after.path("linux").path("uidMappings"));
    assertThat(after.path("linux").path("namespaces"))
        .contains(JSON.readTree("{\"type\":\"user\"}"));
    assertThat(after.path("linux").path("sysctl").path("net.ipv4.ping_group_range").asText())
        .isEqualTo("0 65535");
    assertThat(sources)
        .isNotEmpty()
        .allSatisfy(bind -> assertThat(bind.idMapping()).isEqualTo(ID_MAPPING));
    for (JsonNode mount : after.path("mounts")) {
      assertThat(mount.has("uidMappings")).isFalse();
      strip((ObjectNode) mount, before);
      for (int i = 0; i < sources.size(); i++) {
        if (mount.path("source").asText().equals("/run/eci/containers/abc/binds/" + i)) {
          ((ObjectNode) mount).put("source", sources.get(i).path());
        }
      }
    }
    for (JsonNode mount : after.path("mounts")) {
      if (mount.path("destination").asText().equals("/dev")) {
        assertThat(mount.path("source").asText()).endsWith("/abc/binds/dev");
        ((ObjectNode) mount).put("type", "tmpfs").put("source", "tmpfs");
      }
    }
    for (ObjectNode each : new ObjectNode[] {before, after}) {
      each.remove("root");
      ((ObjectNode) each.path("linux"))
          .remove(List.of("namespaces", "uidMappings", "gidMappings", "sysctl", "devices"));
      each.path("mounts").forEach(m -> ((ObjectNode) m).remove("options"));
    }
    assertThat(after).isEqualTo(before);
  }

  @Test
  void leavesInputUnchanged() throws Exception {
    Spec spec = SpecSamples.spec("docker-29");
    byte[] before = spec.bytes();
    RewrittenSpec rewritten = rewrite(spec, SpecSamples.mounts("docker-29"), false);
    assertThat(rewritten.changes()).contains("user namespace", "bind sources pinned");
    assertThat(rewritten.config().bytes()).isNotEqualTo(before);
    assertThat(spec.bytes()).isEqualTo(before);
  }

  private static void strip(ObjectNode mount, ObjectNode before) {
    mount.remove(List.of("uidMappings", "gidMappings"));
    assertThat(before.path("mounts").findValuesAsText("destination"))
        .contains(mount.path("destination").asText());
  }

  @Test
  void rejectsOrReportsVolumeThatCannotBeIdMapped() throws Exception {
    String mounts =
        SpecSamples.mounts("docker-29")
            + "900 1 0:99 / /tmp/spec-lab/data rw - nfs4 server:/data rw\n";
    assertThatThrownBy(() -> rewrite(SpecSamples.spec("docker-29"), mounts, false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("volume \"/d\" does not support ID-mapped mounts")
        .hasMessageContaining("nfs4")
        .hasMessageContaining("userNamespaces: Preferred");
    assertThat(rewrite(SpecSamples.spec("docker-29"), mounts, true).notices())
        .hasSize(2)
        .allSatisfy(n -> assertThat(n.message()).contains("owned by the overflow UID 65534"));
  }

  @Test
  void mapsMountsBelowVolume() throws Exception {
    Spec spec = SpecSamples.spec("docker-29");
    RewrittenSpec rewritten =
        rewrite(
            spec,
            SpecSamples.mounts("docker-29")
                + "900 1 0:99 / /tmp/spec-lab/data/sub rw - xfs /dev/b rw\n",
            false);
    assertThat(rewritten.plan().binds())
        .filteredOn(bind -> bind.path().equals("/tmp/spec-lab/data"))
        .hasSize(2)
        .allSatisfy(bind -> assertThat(bind.idMapping().orElseThrow().below()).isTrue());
    assertThat(JSON.readTree(rewritten.config().bytes()).path("mounts").toString())
        .contains("\"rbind\",\"rprivate\",\"nodev\"");
  }

  private static final String BELOW =
      """
      900 1 0:98 / /tmp/spec-lab/data/ram rw - tmpfs ram rw
      901 1 0:99 / /tmp/spec-lab/data/nas rw - overlay nas rw
      902 1 0:5 / /tmp/spec-lab/data/ram/sys rw - sysfs sysfs rw
      """;

  @Test
  void namesMountBelowThatCannotBeIdMapped() {
    String mounts = SpecSamples.mounts("docker-29") + BELOW;
    assertThatThrownBy(() -> rewrite(SpecSamples.spec("docker-29"), mounts, false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining(
            "\"/tmp/spec-lab/data/nas\", a mount below its source, is of type \"overlay\"")
        .hasMessageContaining("bind-recursive=disabled")
        .hasMessageNotContaining("/ram");
  }

  @Test
  void mapsOtherMountsBelow() throws Exception {
    RewrittenSpec rewritten =
        rewrite(SpecSamples.spec("docker-29"), SpecSamples.mounts("docker-29") + BELOW, true);
    assertThat(rewritten.plan().binds())
        .filteredOn(bind -> bind.path().equals("/tmp/spec-lab/data"))
        .isNotEmpty()
        .allSatisfy(bind -> {
          assertThat(bind.idMapping()).isEqualTo(ID_MAPPING);
          assertThat(bind.submounts())
              .containsExactly(
                  new Submount("/tmp/spec-lab/data/nas", false),
                  new Submount("/tmp/spec-lab/data/ram", true),
                  new Submount("/tmp/spec-lab/data/ram/sys", false));
        });
    assertThat(rewritten.notices())
        .isNotEmpty()
        .allSatisfy(n -> assertThat(n.message()).contains("/tmp/spec-lab/data/nas"));
  }

  private static final String OVERLAYS =
      """
      901 1 0:99 /s /tmp/spec-lab rw - overlay overlay rw,lowerdir=/l/2:/l/1,upperdir=/l/3/fs,workdir=/l/3/work
      """;

  /** What {@code RUN --mount=from=…} binds is in an overlay that BuildKit mounted. */
  @Test
  void mapsLayersOfOverlaysForBuildSteps() throws Exception {
    String mounts = SpecSamples.mounts("docker-29") + OVERLAYS;
    SpecRewriter.PreparedSpec prepared = prepare(SpecSamples.spec("docker-29"), mounts);
    prepared.isBuildStep(true);
    assertThat(prepared.complete(false).plan().binds())
        .filteredOn(bind -> bind.path().equals("/tmp/spec-lab/data"))
        .isNotEmpty()
        .allSatisfy(bind -> {
          assertThat(bind.idMapping()).isEqualTo(ID_MAPPING);
          OverlaySource overlay = bind.overlay().orElseThrow();
          assertThat(overlay.below()).isEqualTo("s/data");
          assertThat(overlay.layers().lower()).containsExactly("/l/2", "/l/1");
          assertThat(overlay.layers().upper()).contains("/l/3/fs");
        });
    assertThatThrownBy(() -> rewrite(SpecSamples.spec("docker-29"), mounts, false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("is on a file system of type \"overlay\"");
  }

  @Test
  void rejectsRootfsOfEarlierRun() throws Exception {
    String mounts =
        "21 1 8:1 / / rw - ext4 /dev/a rw\n30 21 0:48 / %s rw - overlay overlay rw,lowerdir=0:1,upperdir=u/diff,workdir=u/work\n"
            .formatted(SpecSamples.spec("docker-29").root().path("path").asText());
    assertThatThrownBy(() -> rewrite(SpecSamples.spec("docker-29"), mounts, false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("earlier run");
  }

  @Test
  void plansPlainDirectoryAsRootfs() throws Exception {
    assertThat(
            rewrite(SpecSamples.spec("docker-29"), "21 1 8:1 / / rw - ext4 /dev/a rw\n", false)
                .plan()
                .rootfs()
                .orElseThrow()
                .overlay())
        .isEmpty();
    assertThatThrownBy(
            () -> rewrite(SpecSamples.spec("docker-29"), "21 1 8:1 / / rw - nfs4 a:/ rw\n", true))
        .isInstanceOf(CreateDeniedException.class);
  }

  @Test
  void bindsHostSysfsForNetworkOfOlderEngine() throws Exception {
    Spec spec = SpecSamples.spec("plain-container");
    // the process of its sandbox does not run on this test's node
    spec.namespaces().forEach(n -> n.remove("path"));
    spec.namespaces().stream()
        .filter(n -> n.path("type").asText().equals("network"))
        .forEach(n -> n.put("path", "/var/run/netns/cni-1"));
    RewrittenSpec rewritten =
        rewrite(
            spec,
            "21 1 8:1 / / rw - ext4 /dev/a rw\n22 21 0:5 / /sys rw - sysfs sysfs rw\n",
            false);
    assertThat(rewritten.changes()).contains("user namespace", "the node's sysfs");
    assertThat(JSON.readTree(rewritten.config().bytes()).path("mounts").toString())
        .contains(
            "\"/sys\",\"type\":\"bind\",\"source\":\"/run/eci/containers/abc/binds/", "\"rro\"");
    assertThat(rewritten.plan().binds()).extracting(BindSource::path).contains("/sys");
  }

  @Test
  void keepsLinkTargetOfEvaluation() throws Exception {
    Files.createDirectories(node.resolve("srv/real"));
    Files.createSymbolicLink(node.resolve("srv/link"), Path.of("real"));
    Spec spec =
        SpecSamples.parse(
            """
            {"root":{"path":"/r"},"linux":{},"mounts":[
              {"destination":"/a","type":"bind","source":"/srv/link/data","options":["rbind"]},
              {"destination":"/t","type":"tmpfs","source":"tmpfs"},
              {"destination":"/b","type":"none","source":"hosts","options":["bind"]}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    SpecRewriter.PreparedSpec preparedSpec =
        SpecSamples.rewriter(node)
            .prepare(
                new ContainerBundle("abc", "/b"),
                spec,
                new MountTable(
                    "21 1 8:1 / / rw - ext4 /dev/a rw\n".getBytes(StandardCharsets.UTF_8)),
                65536);
    Files.delete(node.resolve("srv/link"));
    Files.createSymbolicLink(node.resolve("srv/link"), Path.of("/etc"));

    RewrittenSpec rewritten = preparedSpec.complete(false);
    assertThat(rewritten.plan().binds())
        .containsExactly(
            new BindSource(
                "/srv/real/data", true, SetUserId.AS_IT_IS, ReadOnly.NOTHING, ID_MAPPING),
            new BindSource("/b/hosts", false, SetUserId.AS_IT_IS, ReadOnly.NOTHING, ID_MAPPING));
    assertThat(JSON.readTree(rewritten.config().bytes()).path("mounts").findValuesAsText("source"))
        .containsExactly(
            "/run/eci/containers/abc/binds/0", "tmpfs", "/run/eci/containers/abc/binds/1");
  }

  /** Adds a process of another container to the node. */
  private void process(String pid, String map) throws Exception {
    Path process = Files.createDirectories(node.resolve(pid + "/ns")).getParent();
    Files.createSymbolicLink(process.resolve("ns/user"), Path.of("/proc/self/ns/user"));
    Files.writeString(process.resolve("uid_map"), map);
    Files.writeString(process.resolve("gid_map"), map);
  }

  private static Spec sharing(String pid) throws InvalidSpecException {
    Spec spec = SpecSamples.spec("docker-29");
    spec.namespaces().forEach(n -> n.put("path", "/proc/%s/ns/net".formatted(pid)));
    return spec;
  }

  @Test
  void joiningContainerGetsRangeOfNamespaceOwner() throws Exception {
    process("70", "         0 1900019712      65536\n");
    Spec spec = sharing("70");
    RewrittenSpec rewritten = rewrite(spec, SpecSamples.mounts("docker-29"), false);
    assertThat(rewritten.plan().rootfs().orElseThrow().ids().first().base()).isEqualTo(1900019712);
    assertThat(new String(rewritten.config().bytes(), StandardCharsets.UTF_8))
        .contains("{\"type\":\"user\",\"path\":\"/proc/70/ns/user\"}");
    assertThat(rewritten.changes()).doesNotContain("the node's sysfs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 4294967295", "0 1900019812 65000", "0 5 65536\n65536 9 1"})
  void rejectsJoiningNamespacesWithoutRange(String map) throws Exception {
    process("71", map);
    assertThatThrownBy(() -> rewrite(sharing("71"), SpecSamples.mounts("docker-29"), true))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("not protected");
  }
}
