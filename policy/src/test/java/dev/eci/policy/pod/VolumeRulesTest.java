// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.GitRepo;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import dev.eci.policy.selector.Exemption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-2 to RES-4, ISO-3 and ISO-4 for volumes that are no plain hostPath. */
class VolumeRulesTest {
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.allowed = List.of("/etc/app");
            p.socketImages = List.of("docker:cli");
          });

  @ParameterizedTest
  @CsvSource({
    "/opt/local-path-provisioner/pvc-1_ns_data, ''",
    "/var/local-path-provisioner/pvc-1, ''",
    "/var/lib/rancher/k3s/storage/pvc-1, ''",
    "/mnt/disks/ssd1, ''",
    "/srv/data, ''",
    "/etc/app/x, ''",
    "/opt/local-path-provisioner, RES-2",
    "/opt/local-path-provisioner/../local-path-provisioner, RES-2",
    "/etc, RES-2",
    "/etc/kubernetes/manifests, RES-2",
    "/dev/sda, RES-2",
    "/, RES-2",
    "/var/run, RES-2",
    "/var/lib/kubelet, RES-2",
    "/proc/1/root/mnt, RES-2",
    "relative, RES-2",
    "/var/run/docker.sock, RES-3",
    "//run/./containerd/containerd.sock, RES-3",
  })
  void checksPathsOfLocalPersistentVolumes(String path, String rule) {
    assertThat(
            Decisions.violations(
                p -> {
                  p.volume("v", new PersistentPath("pv-1", path, true));
                  p.container("docker:cli", mount("v"));
                },
                POLICY))
        .containsExactlyElementsOf(rule.isEmpty() ? List.of() : List.of(rule + " volume v"));
  }

  /**
   * The node evaluates them again by path, and cannot distinguish them from a pod's own hostPath.
   */
  @ParameterizedTest
  @CsvSource({
    "/opt/local-path-provisioner/pvc-1, ''",
    "/etc/app/x, ''",
    "/mnt/disks/ssd1, RES-2",
    "/srv/data, RES-2",
  })
  void persistentVolumesOfTypeHostPath(String path, String rule) {
    assertThat(
            Decisions.violations(
                p -> p.volume("v", new PersistentPath("pv-1", path, false)), POLICY))
        .containsExactlyElementsOf(rule.isEmpty() ? List.of() : List.of(rule + " volume v"));
  }

  @ParameterizedTest
  @CsvSource({
    "hostPath, /etc, true",
    "example.com/host-path, /var/run/docker.sock, true",
    "SourcePath, /var/lib/kubelet, true",
    "path, relative/../.., false",
    "hostPath, /etc/app/x, false",
    "hostPath, /srv/x, false",
    "share, /home, false",
    "source, //server/etc, false",
  })
  void checksPathsInDriverAttributes(String attribute, String value, boolean denied) {
    assertThat(
            Decisions.violations(
                p -> p.volume("v", new Driver("example.com/bind", Map.of(attribute, value))),
                POLICY))
        .isEqualTo(denied ? List.of("RES-2 volume v") : List.of());
  }

  @Test
  void rejectsGitRepoVolumes() {
    assertThat(Decisions.violations(p -> p.volume("v", new GitRepo()), POLICY))
        .containsExactly("RES-4 volume v");
  }

  @Test
  void rejectsRawBlockVolumes() {
    assertThat(Decisions.violations(p -> p.withDevice("disk"), POLICY))
        .containsExactly("ISO-4 device disk");
  }

  /** A machine's disk is the node's whatever runs the container: the kubelet mounts it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rejectsTypesThatCanBeADiskOfTheNode(boolean sandboxed) {
    assertThat(
            Decisions.violations(
                p -> {
                  p.runtimeClassName = sandboxed ? Optional.of("kata") : Optional.empty();
                  p.volume("v", new Attached("fc", Optional.empty()));
                  p.volume("w", new Attached("iscsi", Optional.of("pv-1")));
                  p.volume("x", new Attached("rbd", Optional.empty()));
                },
                PolicyBuilder.named("a", p -> p.sandboxedClasses = Set.of("kata")),
                PolicyBuilder.named("b", p -> p.volumeTypes = Set.of("rbd"))))
        .containsExactly("ISO-4 volume v", "ISO-4 volume w");
  }

  /** A volume that any pod of the namespace may use, before the pods are known. */
  @Test
  void evaluatesVolumesWhenBound() {
    var user = Optional.of(new VolumeAdmission.User("app", Map.of()));
    for (VolumeSource source :
        List.of(
            new PersistentPath("pv-1", "/etc", false),
            new Attached("fc", Optional.of("pv-1")),
            new Driver("example.com/bind", Map.of("hostPath", "/etc")))) {
      assertThat(bound(source, user, exempting(List.of(), List.of(), "tools:*"))).isTrue();
      assertThat(bound(source, user, exempting(List.of("other"), List.of(), "tools:*"))).isTrue();
      assertThat(bound(source, user, exempting(List.of("app"), List.of(), "tools:*"))).isFalse();
      assertThat(bound(source, user, exempting(List.of(), List.of("app/sa")))).isFalse();
      assertThat(bound(source, Optional.empty(), POLICY)).isTrue();
    }
  }

  private static boolean bound(
      VolumeSource source, Optional<VolumeAdmission.User> user, Policy policy) {
    return VolumeAdmission.decide(source, "f", user, List.of(policy), PolicyBuilder.NOW).isDenied();
  }

  private static Policy exempting(
      List<String> namespaces, List<String> accounts, String... images) {
    return PolicyBuilder.named(
        "default",
        p ->
            p.exemptions =
                List.of(
                    new Exemption(
                        namespaces,
                        accounts,
                        Stream.of(images).map(ImagePattern::parse).toList(),
                        "r",
                        Optional.empty())));
  }

  @Test
  void rejectsUnmappableVolumes() {
    assertThat(Decisions.violations(p -> p.volume("v", new Unmappable("NFS")), POLICY))
        .containsExactly("ISO-3 volume v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kernel.shmmax", "kernel.sem", "net.core.somaxconn", "net/ipv4/ip_forward"})
  void admitsNamespacedSysctls(String name) {
    assertThat(Decisions.violations(p -> p.sysctls = List.of(name), POLICY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vm.overcommit_memory", "kernel.panic", "kernel/core_pattern", "fs.file-max"})
  void rejectsNodeSysctls(String name) {
    assertThat(Decisions.violations(p -> p.sysctls = List.of(name), POLICY))
        .containsExactly("ISO-4 sysctl " + name);
  }

  /** A virtual machine gets its own devices and ID-maps nothing; the node stays closed. */
  @Test
  void checksOnlyHostPathsUnderSandboxedRuntime() {
    Policy kata = PolicyBuilder.named("default", p -> p.sandboxedClasses = Set.of("kata"));

    assertThat(
            Decisions.violations(
                p -> {
                  p.runtimeClassName = java.util.Optional.of("kata");
                  p.withDevice("disk");
                  p.volume("v", new Unmappable("NFS"));
                  p.volume("w", new PersistentPath("pv", "/etc", true));
                },
                kata))
        .containsExactly("RES-2 volume w");
  }
}
