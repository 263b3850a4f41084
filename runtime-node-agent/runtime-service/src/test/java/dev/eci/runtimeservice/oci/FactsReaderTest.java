// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.oci.ContainerAdmission;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Pod;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsReaderTest {
  private static final String NOT_THE_NODES = "/proc/14002/";

  @TempDir Path directory;

  private ContainerFacts facts(Spec spec, Map<String, String> aliases)
      throws InvalidSpecException, CreateDeniedException {
    NamespaceOwnership namespaceOwnership = (_, path) -> !path.startsWith("/proc/1/");
    new ResolveBindSources(new HostRoot(directory)).apply(spec, "/run/bundle");
    return new FactsReader(
            namespaceOwnership,
            new PathAliasResolver(new HostRoot(directory), () -> aliases),
            new CriOriginResolver())
        .read("x", "/run/bundle", spec, new MountTable(new byte[0]), Map.of("a", "b"));
  }

  private ContainerFacts facts(String json) throws InvalidSpecException, CreateDeniedException {
    return facts(SpecSamples.parse(json.getBytes(StandardCharsets.UTF_8)), Map.of());
  }

  @Test
  void readsFactsOfPodContainer() throws InvalidSpecException, CreateDeniedException {
    ContainerFacts facts = facts(SpecSamples.spec("good-container"), Map.of());

    Pod pod = (Pod) facts.origin();
    assertThat(pod.namespace()).isEqualTo("default");
    assertThat(pod.namespaceLabels()).containsEntry("a", "b");
    assertThat(pod.uid()).hasSize(36);
    assertThat(pod.sandboxId()).hasSize(64);
    assertThat(facts.image().written()).isEqualTo("eci-test/busybox:lab");
    assertThat(facts.ownNamespaces())
        .containsExactlyInAnyOrder("pid", "ipc", "uts", "mount", "network", "user");
    assertThat(facts.userMappings())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.containerId()).isZero();
          assertThat(m.hostId()).isGreaterThanOrEqualTo(65536);
          assertThat(m.size()).isEqualTo(65536);
        });
    assertThat(facts.binds()).hasSize(8).allSatisfy(b -> assertThat(b.source()).startsWith("/"));
    assertThat(facts.binds().get(1).readOnly()).isTrue();
    assertThat(facts.binds().getFirst().readOnly()).isFalse();
    assertThat(ContainerAdmission.decide(facts, List.of(), Instant.EPOCH)).isEmpty();
  }

  @Test
  void readsSandboxWithoutImage() throws InvalidSpecException, CreateDeniedException {
    ContainerFacts facts = facts(SpecSamples.spec("good-sandbox"), Map.of());
    assertThat(facts.image().written()).isEmpty();
    assertThat(ContainerAdmission.decide(facts, List.of(), Instant.EPOCH)).isEmpty();
  }

  @Test
  void rejectsPodWithoutUserNamespaceWithoutPolicy()
      throws InvalidSpecException, CreateDeniedException {
    ContainerFacts facts = facts(SpecSamples.spec("plain-container"), Map.of());
    assertThat(facts.ownNamespaces()).doesNotContain("user");
    assertThat(ContainerAdmission.decide(facts, List.of(), Instant.EPOCH)).hasSize(1);
  }

  @Test
  void treatsJoinedNodeNamespaceAsNotPrivate() throws InvalidSpecException, CreateDeniedException {
    String config = new String(SpecSamples.config("good-container"), StandardCharsets.UTF_8);
    String joined = config.replaceAll(NOT_THE_NODES + "|/proc/[0-9]+/ns/net", "/proc/1/");
    assertThat(facts(joined).ownNamespaces()).doesNotContain("network");
  }

  @Test
  void treatsDuplicateNamespaceTypeAsNotPrivate()
      throws InvalidSpecException, CreateDeniedException {
    assertThat(
            facts(
                    "{\"linux\":{\"namespaces\":[{\"type\":\"user\"},{\"type\":\"user\",\"path\":\"/proc/1/ns/user\"}]}}")
                .ownNamespaces())
        .isEmpty();
  }

  @Test
  void findsBindsByOption() throws InvalidSpecException, CreateDeniedException {
    assertThat(
            facts(
                    """
                    {"mounts":[
                      {"destination":"/a","type":"none","source":"/etc/../srv","options":["rbind","ro","rw"]},
                      {"destination":"/b","type":"bind","source":"data","options":["ro"]},
                      {"destination":"/c","type":"tmpfs","source":"/etc"}]}
                    """)
                .binds())
        .containsExactly(
            new Bind("/srv", "/a", false, "mounts[0]"),
            new Bind("/run/bundle/data", "/b", true, "mounts[1]"));
  }

  @Test
  void followsLinksOfNode() throws InvalidSpecException, CreateDeniedException, IOException {
    Files.createDirectories(directory.resolve("srv"));
    Files.createSymbolicLink(directory.resolve("srv/data"), Path.of("/etc"));
    assertThat(
            facts("{\"mounts\":[{\"type\":\"bind\",\"source\":\"/srv/data/shadow\"}]}")
                .binds()
                .getFirst()
                .source())
        .isEqualTo("/etc/shadow");
  }

  @Test
  void mapsRelocatedDirectoriesToUsualPaths()
      throws InvalidSpecException, CreateDeniedException, IOException {
    Files.createDirectories(directory.resolve("var/lib"));
    Files.createDirectories(directory.resolve("data"));
    Files.createSymbolicLink(directory.resolve("var/lib/kubelet"), Path.of("/data/kubelet"));
    Spec spec =
        SpecSamples.parse(
            "{\"mounts\":[{\"type\":\"bind\",\"source\":\"/data/kubelet/pods/1/x\"},{\"type\":\"bind\",\"source\":\"/big/state/y\"}]}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(
            facts(
                    spec,
                    Map.of("/var/lib/kubelet", "/var/lib/kubelet", "/big/state", "/run/containerd"))
                .binds())
        .extracting(Bind::source)
        .containsExactly("/var/lib/kubelet/pods/1/x", "/run/containerd/y");
  }
}
