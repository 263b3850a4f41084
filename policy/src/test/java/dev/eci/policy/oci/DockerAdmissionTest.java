// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-1 to RES-3 for containers of a Docker host. */
class DockerAdmissionTest {
  private static final String ID = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.source = new PolicySource.File("default");
            p.socketImages = List.of("docker:cli");
            p.readOnlyAllowed = List.of("/etc/ssl/certs");
          });
  private static final DockerOrigin CONTAINER = docker("/var/lib/docker", false);
  private static final DockerOrigin BUILD = docker("/var/lib/docker", true);

  private static DockerOrigin docker(String dataRoot, boolean build) {
    return new DockerOrigin(
        ID,
        build,
        Set.of("c".repeat(64)),
        true,
        new DockerEngineLayout(
            HostPath.of(dataRoot),
            Set.of(HostPath.of("/usr/bin/docker-init")),
            List.of(HostPath.of("/work/eci"), HostPath.of("/projects/run/engine.sock"))));
  }

  private static List<Violation> decide(
      DockerOrigin dockerOrigin, Consumer<ContainerFactsBuilder> with) {
    return ContainerAdmission.decide(
        ContainerFactsBuilder.with(c -> {
          c.origin = dockerOrigin;
          with.accept(c);
        }),
        List.of(POLICY),
        PolicyBuilder.NOW);
  }

  private static boolean mounts(DockerOrigin dockerOrigin, String source, boolean readOnly) {
    return decide(
            dockerOrigin, c -> c.binds = List.of(new Bind(source, "/there", readOnly, "here")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/u",
        "/home/u/project",
        "/var/home/u",
        "/srv",
        "/srv/www",
        "/mnt/disk",
        "/media/u/usb",
        "/data",
        "/data/x",
        "/tmp",
        "/tmp/x",
        "/code",
        "/projects/a",
        "/library",
        "/var/srv/www",
        "/run/user/1000/wayland-0",
        "/run/user/1000/keyring/ssh",
        "/var/run/user/1000/pulse/native",
        "/run/user/1000/pipewire-0",
        "/run/user/1000/gnupg/S.gpg-agent.ssh",
        "/run/user/1000/.mutter-Xwaylandauth.A1B2C3",
        "/run/user/100000/at-spi/bus_0"
      })
  void admitsMountsOfUserData(String path) {
    assertThat(mounts(CONTAINER, path, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/home",
        "/var/home",
        "/etc",
        "/etc/shadow",
        "/usr",
        "/usr/local/bin",
        "/bin",
        "/sbin",
        "/lib",
        "/lib64",
        "/lib/modprobe.d",
        "/boot",
        "/root",
        "/root/.ssh",
        "/proc",
        "/proc/1/root",
        "/sys",
        "/dev",
        "/dev/sda",
        "/run",
        "/run/user",
        "/run/user/1000",
        "/run/user/0/bus",
        "/run/user/0/wayland-0",
        "/run/user/120/wayland-0",
        "/run/user/999/pulse/native",
        "/run/user/01000/pulse/native",
        "/run/user/u/pulse/native",
        "/run/user/1000/systemd",
        "/run/user/1000/systemd/user",
        "/run/user/1000/systemd/private",
        "/run/user/1000/bus",
        "/run/user/1000/dbus-1/services",
        "/run/user/1000/buildkit-k8s.io",
        "/run/user/1000/buildkit-ci/buildkitd.sock",
        "/run/user/1000/docker-ci.sock",
        "/run/user/1000/containerd-fuse-overlayfs.sock",
        "/run/user/1000/podman-ci/podman.sock",
        "/run/user/1000/emacs/server",
        "/run/user/1000/nvim.42.0",
        "/run/user/1000/vscode-ipc-1.sock",
        "/run/user/1000/sway-ipc.1000.1.sock",
        "/run/user/1000/docker.sock",
        "/run/user/1000/dockerd-rootless/api.sock",
        "/run/user/1000/podman/podman.sock",
        "/run/user/1000/buildkit/buildkitd.sock",
        "/run/user/1000/buildkit-default/buildkitd.sock",
        "/run/user/1000/containerd/containerd.sock",
        "/run/user/1000/k3s/containerd/containerd.sock",
        "/var",
        "/var/lib",
        "/var/log",
        "/var/tmp",
        "/var/srvx",
        "/opt",
        "/opt/eci",
        "/nix/store",
        "/snap",
        "/sysroot",
        "/vmlinuz",
        "/var/lib/docker",
        "/var/lib/docker/overlay2",
        "/var/lib/kubelet",
        "/var/lib/containerd",
        "/work/eci",
        "/work/eci/bin",
        "/projects",
        "/projects/run",
        "/projects/run/engine.sock",
        "relative",
        ""
      })
  void rejectsMountsOfSystemDirectories(String path) {
    assertThat(mounts(CONTAINER, path, false)).isFalse();
    assertThat(mounts(CONTAINER, path, true)).isFalse();
  }

  /** It contains other containers' files. */
  @ParameterizedTest
  @ValueSource(strings = {"/data", "/data/docker", "/data/docker/overlay2/x"})
  void rejectsMountsOfDataRootWithinUserData(String path) {
    assertThat(mounts(docker("/data/docker", false), path, true)).isFalse();
  }

  /** SOCK-5: evaluated again when the container starts, whatever the proxy received. */
  @Test
  void deniesUserDataAndRuntimeSocketOnKubernetesNode() {
    DockerOrigin ofNode =
        new DockerOrigin(
            ID,
            false,
            Set.of(),
            true,
            new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of(), true),
            Map.of());
    assertThat(mounts(ofNode, "/srv/www", true)).isFalse();
    assertThat(mounts(ofNode, "/etc/ssl/certs", true)).isTrue();
    for (String socket : List.of("/run/docker.sock", "/run/eci/docker/docker.sock")) {
      assertThat(
              decide(
                  ofNode,
                  c -> {
                    c.image = "docker@" + PolicyBuilder.DIGEST;
                    c.binds = List.of(new Bind(socket, "/s", false, "here"));
                  }))
          .as(socket)
          .hasSize(socket.equals("/run/docker.sock") ? 1 : 0);
    }
  }

  @Test
  void admitsHostPathsOfPolicy() {
    assertThat(mounts(CONTAINER, "/etc/ssl/certs", true)).isTrue();
    assertThat(mounts(CONTAINER, "/etc/ssl/certs", false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lib/modules",
        "/lib/modules/6.18.0",
        "/etc/localtime",
        "/etc/timezone",
        "/usr/share/zoneinfo/Etc/UTC",
        "/etc/ssl/certs",
        "/etc/pki/ca-trust/extracted",
        "/etc/passwd",
        "/etc/group"
      })
  void admitsHarmlessFilesReadOnlyUnlessPolicyDeniesThem(String path) {
    assertThat(mounts(CONTAINER, path, true)).isTrue();
    assertThat(mounts(CONTAINER, path, false)).isFalse();

    Policy strict = PolicyBuilder.named("strict", p -> p.allowsDockerHostDefaults = false);
    ContainerFacts facts =
        ContainerFactsBuilder.with(c -> {
          c.origin = CONTAINER;
          c.binds = List.of(new Bind(path, "/there", true, "here"));
        });
    assertThat(ContainerAdmission.decide(facts, List.of(strict), PolicyBuilder.NOW)).hasSize(1);
    assertThat(ContainerAdmission.decide(facts, List.of(open(), strict), PolicyBuilder.NOW))
        .as("one policy that denies them is enough")
        .hasSize(1);
  }

  private static Policy open() {
    return PolicyBuilder.named("open");
  }

  @Test
  void kubernetesNodesHaveNoDefaults() {
    ContainerFacts pod =
        ContainerFactsBuilder.with(
            c -> c.binds = List.of(new Bind("/etc/localtime", "/there", true, "here")));
    assertThat(ContainerAdmission.decide(pod, List.of(open()), PolicyBuilder.NOW)).hasSize(1);

    DockerOrigin onNode =
        new DockerOrigin(
            ID,
            false,
            Set.of(),
            true,
            new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of(), true),
            Map.of());
    assertThat(mounts(onNode, "/etc/localtime", true)).isFalse();
  }

  @Test
  void saysThatPathIsLinkAndHowItIsAllowed() {
    assertThat(message(new Bind("/usr/lib/x", "/x", true, "here", "/opt/x")))
        .contains(
            "mount of host path \"/usr/lib/x\" is denied, and \"/opt/x\" is a link to it;",
            "add \"/usr/lib/x\" to spec.hostPaths");
    assertThat(message(new Bind("/etc/ssl/certs", "/x", false, "here")))
        .contains("for writing is denied, and it is allowed read-only; mount it read-only (:ro");
    assertThat(message(new Bind("/etc/shadow", "/x", true, "here")))
        .contains("mount of host path \"/etc/shadow\" is denied; if you wish")
        .doesNotContain("link");
  }

  private static String message(Bind bind) {
    return decide(CONTAINER, c -> c.binds = List.of(bind)).getFirst().message();
  }

  @Test
  void nodeLearnsWhereAllowancesLeadOnlyIfPathIsDenied() {
    Policy policy = PolicyBuilder.named("default", p -> p.readOnlyAllowed = List.of("/etc/tz"));
    ContainerFacts facts =
        ContainerFactsBuilder.with(c -> {
          c.origin = CONTAINER;
          c.binds = List.of(new Bind("/usr/tz", "/tz", true, "here", "/etc/tz"));
        });
    List<Policy> policies = List.of(policy);
    List<Violation> first = ContainerAdmission.decide(facts, policies, PolicyBuilder.NOW);
    assertThat(first).hasSize(1);
    assertThat(ContainerAdmission.openAllowances(List.of(), policies)).isEmpty();
    assertThat(ContainerAdmission.openAllowances(first, policies)).contains(HostPath.of("/etc/tz"));

    PathResolution resolution =
        new PathResolution(HostPath.of("/usr/tz"), List.of(HostPath.of("/etc/tz")), true);
    assertThat(
            ContainerAdmission.decide(
                ContainerAdmission.withTargets(
                    facts, Map.of(HostPath.of("/etc/tz"), resolution), policies),
                policies,
                PolicyBuilder.NOW))
        .isEmpty();
  }

  /** ID is the container itself, JOINED one whose namespaces it shares. */
  @ParameterizedTest
  @CsvSource({
    "/containers/ID/hosts, true",
    "/containers/ID/mounts/secrets/x, true",
    "/containers/ID, false",
    "/containers/OTHER/hosts, false",
    "/containers/JOINED/hosts, true",
    "/containers/JOINED/mounts/shm, true",
    "/containers/JOINED/config.v2.json, false",
    "/containers, false",
    "/volumes/x/_data, true",
    "/volumes/x/_data/sub, true",
    "/volumes/x, false",
    "/volumes, false",
    "/volumes/x/y/_data, false",
    "/buildkit/executor/hosts, false",
    "/tmp/x, false",
  })
  void admitsDockerManagedFilesOfContainer(String path, boolean allowed) {
    assertThat(mounts(CONTAINER, "/var/lib/docker" + named(path), false)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/buildkit/executor/hosts, true",
    "/tmp/buildkit-mount123, true",
    "/overlay2/x/merged, true",
    "/containerd/daemon/io.containerd.snapshotter.v1.overlayfs/snapshots/3/fs, true",
    "/containers/OTHER/hosts, false",
    "/volumes/x/_data, false",
    "/network/files, false",
  })
  void admitsDockerManagedFilesOfBuildStep(String path, boolean allowed) {
    assertThat(mounts(BUILD, "/var/lib/docker" + named(path), false)).isEqualTo(allowed);
    assertThat(mounts(BUILD, "/etc/shadow", true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/bin/docker-init, /sbin/docker-init, true, true",
    "/usr/bin/docker-init, /sbin/docker-init, false, false",
    "/usr/bin/docker-init, /elsewhere, true, false",
    "/etc/shadow, /sbin/docker-init, true, false",
  })
  void admitsInitProgramOnlyReadOnlyAtItsPath(
      String source, String destination, boolean readOnly, boolean allowed) {
    assertThat(
            decide(
                CONTAINER, c -> c.binds = List.of(new Bind(source, destination, readOnly, "here"))))
        .hasSize(allowed ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"@DIGEST, 0", "docker:cli, 1", "docker:evil, 1", "'', 1"})
  void res3ChecksImage(String image, int violations) {
    assertThat(
            decide(
                CONTAINER,
                c -> {
                  c.image = image.replace("@DIGEST", "docker@" + PolicyBuilder.DIGEST);
                  c.binds = List.of(new Bind("/run/docker.sock", "/s", false, "here"));
                }))
        .hasSize(violations);
  }

  @Test
  void res1NamesTheFlag() {
    assertThat(decide(CONTAINER, c -> c.namespaces.remove("network")))
        .extracting(Violation::message)
        .containsExactly(
            "enhanced container isolation: sharing the node's network namespace is denied; leave out --network=host.");
    assertThat(decide(CONTAINER, c -> c.namespaces.remove("cgroup")))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("--cgroupns=host");
  }

  /** Engines create none there. */
  @Test
  void requiresNoCgroupNamespaceOnCgroupV1() {
    DockerOrigin v1 = new DockerOrigin(ID, false, Set.of(), false, CONTAINER.engine());
    assertThat(decide(v1, c -> c.namespaces.remove("cgroup"))).isEmpty();
  }

  private static String named(String path) {
    return path.replace("ID", ID).replace("OTHER", OTHER).replace("JOINED", "c".repeat(64));
  }
}
