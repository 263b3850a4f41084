// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.support.dockerapi.DockerEngine;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The origin of Docker's containers, and the host paths behind their volumes. */
class DockerOriginResolverTest {
  private static final String ID = "a".repeat(64);
  private static final String DIGEST = "sha256:" + "d".repeat(64);
  private static final String OTHER = "b".repeat(64);
  private static final String ROOT = "/var/lib/docker";
  private static final DockerImageIdentifier IMAGES =
      (written, id) ->
          ImageIdentity.Local.of(written, ImageContent.of(id, List.of("looked/up@" + DIGEST)));

  @TempDir Path node;
  @TempDir Path proc;

  private ContainerFacts facts(String bundle, String json, String mounts)
      throws InvalidSpecException, CreateDeniedException {
    HostRoot root = new HostRoot(node);
    DockerEngine engine =
        new DockerEngine(
            7, ROOT, List.of("/usr/bin/docker-init"), List.of("/s/d.sock"), List.of("/opt/eci"));
    Spec spec = SpecSamples.parse(json.getBytes(StandardCharsets.UTF_8));
    new ResolveBindSources(root).apply(spec, bundle);
    return new FactsReader(
            (_, _) -> true,
            new PathAliasResolver(root, Map::of),
            new DockerOriginResolver(root, proc, () -> Optional.of(engine), IMAGES))
        .read(ID, bundle, spec, new MountTable(mounts.getBytes(StandardCharsets.UTF_8)), Map.of());
  }

  @Test
  void readsImageFromEngineRecordNotFromAnnotations() throws Exception {
    String annotated = "{\"annotations\":{\"io.kubernetes.cri.image-name\":\"docker:cli\"}}";
    assertThat(facts("/b", annotated, "").image().written()).isEmpty();

    Path record = Files.createDirectories(node.resolve("var/lib/docker/containers/" + ID));
    Files.writeString(
        record.resolve("config.v2.json"),
        "{\"Image\":\"sha256:1\",\"Config\":{\"Image\":\"b:1\"}}");
    ContainerFacts facts = facts("/b", annotated, "");
    assertThat(facts.image().written()).isEqualTo("b:1");
    assertThat(facts.origin()).isInstanceOf(DockerOrigin.class);
  }

  /** Containers that a pod created belong to its namespace. All others have no namespace. */
  @Test
  void readsNamespaceFromProxyLabelOnNode() throws Exception {
    DockerEngine engine = new DockerEngine(7, ROOT, List.of(), List.of(), List.of());
    DockerOriginResolver origins =
        new DockerOriginResolver(
            new HostRoot(node),
            proc,
            () -> Optional.of(engine),
            IMAGES,
            Optional.of(name ->
                name.equals("apps") ? Optional.of(Map.of("team", "ci")) : Optional.empty()));
    Spec spec = SpecSamples.parse("{}".getBytes(StandardCharsets.UTF_8));
    Path record =
        Files.createDirectories(node.resolve("var/lib/docker/containers/" + ID))
            .resolve("config.v2.json");
    String labelled = "{\"Config\":{\"Labels\":{\"eci.dev/namespace\":\"%s\"}}}";

    Files.writeString(record, labelled.formatted("apps"));
    DockerOrigin dockerOrigin = (DockerOrigin) origins.resolve(ID, "/b", spec, Map.of()).origin();
    assertThat(dockerOrigin.namespaceLabels()).containsExactly(Map.entry("team", "ci"));
    assertThat(dockerOrigin.engine().isOnKubernetesNode()).isTrue();
    Files.writeString(record, labelled.formatted(""));
    assertThat(origins.resolve(ID, "/b", spec, Map.of()).origin().namespaceLabels()).isEmpty();
    Files.writeString(record, labelled.formatted("deleted"));
    assertThatThrownBy(() -> origins.resolve(ID, "/b", spec, Map.of()))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("does not know namespace \"deleted\"");
  }

  /** The engine resolves a name again, after the proxy did. */
  @ParameterizedTest
  @CsvSource({
    "apps, apps, true",
    "apps, other, false",
    "apps, '', false",
    "apps, , false",
    "'', other, true",
    "'', , true"
  })
  void podContainersJoinOnlyThoseOfTheirNamespaceOnNode(
      String own, @Nullable String joined, boolean isAllowed) throws Exception {
    record(ID, own);
    if (joined != null) {
      record(OTHER, joined);
    }
    Path process = Files.createDirectories(proc.resolve("70"));
    Files.writeString(process.resolve("cgroup"), "0::/docker/" + OTHER);
    Spec spec =
        SpecSamples.parse(
            "{\"linux\":{\"namespaces\":[{\"type\":\"ipc\",\"path\":\"/proc/70/ns/ipc\"}]}}"
                .getBytes(StandardCharsets.UTF_8));
    DockerEngine engine = new DockerEngine(7, ROOT, List.of(), List.of(), List.of());
    DockerOriginResolver origins =
        new DockerOriginResolver(
            new HostRoot(node),
            proc,
            () -> Optional.of(engine),
            IMAGES,
            Optional.of(_ -> Optional.of(Map.of())));
    ThrowableAssert.ThrowingCallable join = () -> origins.resolve(ID, "/b", spec, Map.of());
    if (isAllowed) {
      assertThatCode(join).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(join)
          .isInstanceOf(CreateDeniedException.class)
          .hasMessageContaining("was not created by pods of this namespace");
    }
  }

  private void record(String id, String namespace) throws IOException {
    Files.writeString(
        Files.createDirectories(node.resolve("var/lib/docker/containers/" + id))
            .resolve("config.v2.json"),
        "{\"Config\":{\"Labels\":{\"eci.dev/namespace\":\"%s\"}}}".formatted(namespace));
  }

  /** Resolving takes a moment, and most containers do not need it. */
  @Test
  void queriesEngineForImageOnlyOfSocketMounts() throws Exception {
    Path record = Files.createDirectories(node.resolve("var/lib/docker/containers/" + ID));
    Files.writeString(
        record.resolve("config.v2.json"),
        "{\"Image\":\"%s\",\"Config\":{\"Image\":\"b:1\"}}".formatted(DIGEST));
    String mount =
        "{\"mounts\":[{\"type\":\"bind\",\"source\":\"%s\",\"destination\":\"/x\",\"options\":[\"rbind\"]}]}";

    assertThat(facts("/b", mount.formatted("/data"), "").image())
        .isEqualTo(ImageIdentity.Local.of("b:1", ImageContent.of(DIGEST, List.of())));
    assertThat(facts("/b", mount.formatted("/run/docker.sock"), "").image())
        .isEqualTo(IMAGES.identify("b:1", DIGEST));
  }

  @Test
  void recognizesBuildByBundlePath() throws Exception {
    assertThat(
            ((DockerOrigin) facts(ROOT + "/buildkit/executor/x", "{}", "").origin()).isBuildStep())
        .isTrue();
    assertThat(((DockerOrigin) facts(ROOT + "/buildkit/x", "{}", "").origin()).isBuildStep())
        .isFalse();
  }

  /** The container itself can create the cgroups after the first ID. */
  @Test
  void findsOwnerOfJoinedNamespaces() throws Exception {
    Path process = Files.createDirectories(proc.resolve("70"));
    Files.writeString(process.resolve("cgroup"), "0::/docker/" + OTHER + "/" + "c".repeat(64));
    DockerOrigin dockerOrigin =
        (DockerOrigin)
            facts(
                    "/b",
                    "{\"linux\":{\"namespaces\":[{\"type\":\"network\",\"path\":\"/proc/70/ns/net\"}]}}",
                    "")
                .origin();
    assertThat(dockerOrigin.joined()).containsExactly(OTHER);
  }

  @Test
  void rejectsContainerWithoutEngine() {
    assertThatThrownBy(() ->
            new DockerOriginResolver(new HostRoot(node), proc, Optional::empty, IMAGES)
                .resolve(ID, "/b", SpecSamples.spec("docker-29"), Map.of()))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("has not found dockerd yet");
  }

  /** Fields: device, root, type, source of the mount on the volume; the evaluated path. */
  @ParameterizedTest
  @CsvSource({
    "254:0, /etc, ext4, /dev/vda, /etc/sub",
    "254:0, /, ext4, /dev/vda, /sub",
    "254:0, /var/lib/docker/volumes/w/_data, ext4, /dev/vda, /var/lib/docker/volumes/w/_data/sub",
    "0:42, /, tmpfs, tmpfs, /run/sub",
    "0:42, /x, tmpfs, tmpfs, /run/x/sub",
    "0:77, /, tmpfs, tmpfs, /var/lib/docker/volumes/v/_data/sub",
    "0:78, /, nfs4, host:/x, /var/lib/docker/volumes/v/_data/sub",
    "0:79, /, overlay, overlay, refused",
    "0:80, /, sysfs, sysfs, refused",
    "0:81, /, unknownfs, x, refused",
  })
  void resolvesVolumeThatIsMount(
      String device, String root, String type, String source, String expected) throws Exception {
    String mounts =
        """
        1 0 254:0 / / rw - ext4 /dev/vda rw
        2 1 0:42 / /run rw - tmpfs tmpfs rw
        3 1 %s %s /var/lib/docker/volumes/v/_data rw - %s %s rw
        4 1 %s %s /later rw - %s %s rw
        """
            .formatted(device, root, type, source, device, root, type, source);
    String json =
        "{\"mounts\":[{\"type\":\"bind\",\"destination\":\"/v\",\"source\":\"/var/lib/docker/volumes/v/_data/sub\"}]}";
    if (expected.equals("refused")) {
      assertThatThrownBy(() -> facts("/b", json, mounts))
          .isInstanceOf(CreateDeniedException.class)
          .hasMessageContaining(type);
    } else {
      assertThat(facts("/b", json, mounts).binds())
          .extracting(Bind::source)
          .containsExactly(expected);
    }
  }

  /** A file, not a directory in the volume. */
  @ParameterizedTest
  @CsvSource({"254:0, /, /", "254:0, /etc, /etc", "0:42, /, /run", "0:42, /x, /run/x"})
  void resolvesWholeMountOfVolume(String device, String root, String expected)
      throws CreateDeniedException {
    String mounts =
        """
        1 0 254:0 / / rw - ext4 /dev/vda rw
        2 1 0:42 / /run rw - tmpfs tmpfs rw
        3 1 %s %s /var/lib/docker/volumes/v/_data rw - tmpfs tmpfs rw
        """
            .formatted(device, root);
    assertThat(
            new VolumeBackingResolver(ROOT, new NodeDevices(new HostRoot(node)))
                .resolve(
                    "/var/lib/docker/volumes/v/_data",
                    new MountTable(mounts.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(expected);
  }

  /**
   * R10: the source is what the user wrote, and can lead elsewhere by now. The number is that of
   * the disk, which this /dev does not have.
   */
  @ParameterizedTest
  @CsvSource({
    "8:17, ext4, /home/u/link, ",
    "8:17, ext4, dev/sdb1, ",
    "8:17, ext4, /dev/sdb1, ",
    "0:50, btrfs, /dev/sdb1, /dev/sdb1",
    "0:50, btrfs, /home/u/link, ",
    "0:50, btrfs, dev/sdb1, ",
    "0:50, zfs, rpool/ROOT/os, ",
    "0:50, nfs4, host:/x, /var/lib/docker/volumes/v/_data",
    "0:50, tmpfs, tmpfs, /var/lib/docker/volumes/v/_data"
  })
  void resolvesDiskOfVolumeByItsNumber(
      String device, String type, String source, @Nullable String expected) throws IOException {
    Files.createDirectories(node.resolve("dev"));
    String mounts =
        """
        1 0 254:0 / / rw - ext4 /dev/vda rw
        3 1 %s / /var/lib/docker/volumes/v/_data rw - %s %s rw
        """
            .formatted(device, type, source);
    ThrowableAssert.ThrowingCallable resolve =
        () ->
            assertThat(
                    new VolumeBackingResolver(ROOT, new NodeDevices(new HostRoot(node)))
                        .resolve(
                            "/var/lib/docker/volumes/v/_data",
                            new MountTable(mounts.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(expected);
    if (expected == null) {
      assertThatThrownBy(resolve)
          .isInstanceOfSatisfying(
              CreateDeniedException.class,
              e -> assertThat(e.userMessage()).contains("no disk in /dev"));
    } else {
      assertThatCode(resolve).doesNotThrowAnyException();
    }
  }

  @Test
  void namesDiskOfVolumeAsDevDoes() throws Exception {
    Files.createDirectories(node.resolve("dev/disk/by-id"));
    Files.createSymbolicLink(node.resolve("dev/disk/by-id/x"), Path.of("../../sdb1"));
    int mknod =
        new ProcessBuilder("mknod", node.resolve("dev/sdb1").toString(), "b", "8", "17")
            .start()
            .waitFor();
    assumeThat(mknod).as("only root can create a device node").isZero();
    String mounts =
        """
        1 0 254:0 / / rw - ext4 /dev/vda rw
        3 1 8:17 / /var/lib/docker/volumes/v/_data rw - ext4 /home/u/link rw
        """;
    assertThat(
            new VolumeBackingResolver(ROOT, new NodeDevices(new HostRoot(node)))
                .resolve(
                    "/var/lib/docker/volumes/v/_data",
                    new MountTable(mounts.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("/dev/sdb1");
  }

  /** dockerd mounts it at a temporary path. */
  @Test
  void resolvesSubpathOfVolume() throws Exception {
    String mounts =
        """
        1 0 254:0 / / rw - ext4 /dev/vda rw
        2 1 0:78 / /var/lib/docker/volumes/v/_data rw - nfs4 host:/x rw
        3 1 0:78 /part /var/lib/docker/tmp/safe-mount1 rw - nfs4 host:/x rw
        """;
    assertThat(
            facts(
                    "/b",
                    "{\"mounts\":[{\"type\":\"bind\",\"source\":\"/var/lib/docker/tmp/safe-mount1\"}]}",
                    mounts)
                .binds()
                .getFirst()
                .source())
        .isEqualTo("/var/lib/docker/volumes/v/_data/part");
  }

  @Test
  void resolvesDataRootBehindLink()
      throws IOException, InvalidSpecException, CreateDeniedException {
    Files.createDirectories(node.resolve("data/docker"));
    Files.createDirectories(node.resolve("var/lib"));
    Files.createSymbolicLink(node.resolve("var/lib/docker"), Path.of("/data/docker"));
    assertThat(((DockerOrigin) facts("/b", "{}", "").origin()).engine().dataRoot())
        .hasToString("/data/docker");
  }

  @Test
  void stripsRuntimeAnnotationsAndKeepsOthers() throws Exception {
    Spec spec =
        SpecSamples.parse(
            "{\"linux\":{},\"root\":{\"path\":\"r\"},\"annotations\":{\"run.oci.handler\":\"x\",\"org.systemd.property.ExecStop\":\"x\",\"org.criu.config\":\"/x\",\"a\":\"b\",\"io.kubernetes.cri.image-name\":\"i\"}}"
                .getBytes(StandardCharsets.UTF_8));
    spec.addNamespace("user", "");
    RewriteContext rewriteContext =
        new RewriteContext(
            new ContainerBundle("x", "/b"),
            spec,
            new MountTable(new byte[0]),
            new UserNamespaceAssignment.EngineAssigned());
    assertThat(new StripRuntimeAnnotations().apply(rewriteContext)).isTrue();
    assertThat(rewriteContext.notices()).hasSize(3);
    assertThat(new StripRuntimeAnnotations().apply(rewriteContext)).isFalse();
    assertThat(rewriteContext.notices())
        .extracting(Notice::reason)
        .containsOnly("AnnotationIgnored");
    Spec stripped = spec.withoutAnnotations("io.kubernetes.cri");
    assertThat(new String(stripped.bytes(), StandardCharsets.UTF_8))
        .contains("\"annotations\":{\"a\":\"b\"}");
  }
}
