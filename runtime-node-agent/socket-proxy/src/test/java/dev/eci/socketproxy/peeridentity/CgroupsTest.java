// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  /** Cgroups as engines and distributions name them; AAA stands for an ID. */
  @ParameterizedTest
  @CsvSource({
    "/docker/AAA",
    "/system.slice/docker-AAA.scope",
    "/my.slice/my-builds.slice/docker-AAA.scope",
    "/custom/parent/AAA",
    "/kubepods/besteffort/pod0bd1/AAA",
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0bd1.slice/cri-containerd-AAA.scope",
    "/kubepods.slice/kubepods-pod0bd1.slice/crio-AAA.scope",
    "/kubepods/pod0bd1/crio-AAA",
    "/system.slice/containerd.service/kubepods-pod0bd1.slice:cri-containerd:AAA",
    "/machine.slice/libpod-AAA.scope/container",
    "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-AAA.scope",
    "/docker/AAA/init.scope",
    "/../docker/AAA",
  })
  void findsContainerIdInCgroupName(String path) {
    assertThat(line(path.replace("AAA", A)).containerCgroups())
        .extracting(Cgroups.ContainerCgroup::id)
        .containsExactly(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/init.scope",
        "/system.slice/docker.service",
        "/system.slice/containerd.service",
        "/user.slice/user-1000.slice/session-2.scope",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-x.scope",
        "/machine/libpod-conmon-AAA.scope",
        "/docker",
      })
  void treatsHostCgroupsAsNoContainer(String path) {
    assertThat(Cgroups.parse("0::" + path.replace("AAA", A) + "\n").isContainer()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kubepods/besteffort/pod0bd1",
        "/kubepods.slice/kubepods-besteffort.slice",
        "/docker/buildkit/k2x8b",
        "/lxc.payload.web/system.slice/cron.service",
        "/machine.slice/machine-web.scope/payload",
      })
  void treatsUnknownContainerCgroupsAsContainer(String path) {
    assertThat(line(path).containerCgroups()).isEmpty();
    assertThat(Cgroups.parse("0::" + path + "\n").isContainer()).isTrue();
  }

  @Test
  void readsAllHierarchiesOfHybridCgroups() {
    Cgroups cgroups =
        Cgroups.parse(
            """
            12:cpu,cpuacct:/docker/%s
            2:pids:/docker/%s
            1:name=systemd:/
            0::/
            """
                .formatted(A, A));
    assertThat(cgroups.lines())
        .extracting(Cgroups.Line::controllers)
        .containsExactly("cpu,cpuacct", "pids", "name=systemd", "");
    assertThat(cgroups.isContainer()).isTrue();
  }

  @Test
  void listsNestedContainersFromOutermost() {
    assertThat(line("/docker/" + A + "/docker/" + B + "/x").containerCgroups())
        .containsExactly(
            new Cgroups.ContainerCgroup(A, "/docker/" + A),
            new Cgroups.ContainerCgroup(B, "/docker/" + A + "/docker/" + B));
  }

  @Test
  void limitsNumberOfContainerIds() {
    assertThat(line(("/" + A).repeat(40)).containerCgroups()).hasSize(8);
  }

  @Test
  void matchesPlaceByPathOfFirstProcess() {
    Cgroups first = Cgroups.parse("3:pids:/docker/" + A + "/init.scope\n");
    assertThat(first.has("pids", new Cgroups.ContainerCgroup(A, "/docker/" + A))).isTrue();
    assertThat(first.has("pids", new Cgroups.ContainerCgroup(A, "/docker/" + B + "/" + A)))
        .isFalse();
    assertThat(first.has("memory", new Cgroups.ContainerCgroup(A, "/docker/" + A))).isFalse();
  }

  @Test
  void returnsNoLinesForMalformedFile() {
    assertThat(Cgroups.parse("nonsense\n").lines()).isEqualTo(List.of());
  }

  private static Cgroups.Line line(String path) {
    return new Cgroups.Line("", path);
  }
}
