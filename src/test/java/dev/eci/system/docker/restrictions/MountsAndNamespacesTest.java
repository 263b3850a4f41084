// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Docker container shares with its host: user data, and nothing of the host's own. */
@RequiresDockerHost
class MountsAndNamespacesTest {
  private static Result run(DockerHost host, String options) {
    return host.docker(
        Stream.of(
                List.of("run", "--rm"),
                List.of(options.split(" ")),
                List.of(DockerHost.IMAGE, "-c", "true"))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v /srv/shared:/d",
        "-v /tmp:/d:ro",
        "-v named:/d",
        "-v /anonymous",
        "--init",
        "--ipc=shareable",
        "--mount type=volume,src=parts,dst=/d,volume-subpath=a",
        "--annotation org.systemd.property.ExecStop=x --annotation run.oci.handler=wasm"
      })
  @DisplayName("ISO-3: data, volumes and the engine's own files are mounted")
  void allowsDataVolumesAndEngineFiles(String options, DockerHost host) {
    host.script("mkdir -p /srv/shared");
    host.docker("run", "--rm", "-v", "parts:/d", DockerHost.IMAGE, "-c", "mkdir -p /d/a").orThrow();
    Result result = run(host, options);
    assertThat(result.isSuccess()).as(result.err()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--network=host; leave out --network=host",
        "--pid=host; leave out --pid=host",
        "--ipc=host; leave out --ipc=host",
        "--uts=host; leave out --uts=host",
        "-v /etc:/d:ro; mount of host path \"/etc\" is denied",
        "-v /:/d; mount of host path \"/\" is denied",
        "-v /var/lib/docker:/d; mount of host path \"/var/lib/docker\" is denied",
        "-v /etc/shadow:/sbin/docker-init:ro; mount of host path \"/etc/shadow\" is denied",
        "-v of-etc:/d; mount of host path \"/etc\" is denied",
        "-v of-layers:/d; mount of file system type \"overlay\"",
        "-v /var/run/docker.sock:/s; docker socket image list in EciPolicy \"default\".",
        "-v /var/run/docker.sock:/s --annotation io.kubernetes.cri.image-name=docker:cli"
            + "; docker socket mount denied for container with image \"docker.io/eci-test/busybox\""
      })
  @DisplayName("RES-1, RES-2, RES-3: the host's resources are denied, with the remedy")
  void deniesPartsOfHost(String options, String sentence, DockerHost host) {
    host.script("mkdir -p /srv/over/up /srv/over/work");
    host.docker(
        "volume",
        "create",
        "--opt",
        "type=none",
        "--opt",
        "o=bind",
        "--opt",
        "device=/etc",
        "of-etc");
    host.docker(
        "volume",
        "create",
        "--opt",
        "type=overlay",
        "--opt",
        "o=lowerdir=/etc,upperdir=/srv/over/up,workdir=/srv/over/work",
        "--opt",
        "device=overlay",
        "of-layers");
    Result result = run(host, options);
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.err()).contains("enhanced container isolation: ", sentence);
  }

  /** Three lead there by links; the host has a policy for /opt/current. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v /lib/modules:/lib/modules:ro",
        "-v /etc/timezone:/etc/timezone:ro -v /etc/passwd:/p:ro -v /etc/group:/g:ro",
        "-v /usr/share/zoneinfo:/usr/share/zoneinfo:ro",
        "-v /run/user/1000/wayland-0:/w",
        "-v /etc/localtime:/etc/localtime:ro",
        "-v /opt/current:/d:ro",
        "-v /opt/current/sub:/d:ro"
      })
  @DisplayName("RES-2: harmless files, and what a policy allows by a link, proxied and on the node")
  void allowsHarmlessFilesAndTargetsOfLinks(String options, DockerHost host) {
    prepareLinks(host);
    for (Result result : List.of(run(host, options), proxied(host, options))) {
      assertThat(result.isSuccess()).as(result.err()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-v /etc/localtime:/d; for writing is denied, and it is allowed read-only",
        "-v /opt/current/out:/d:ro"
            + "; mount of host path \"/run/secret\" is denied, and \"/opt/current/out\" is a link to it",
        "-v /opt/current:/d; for writing is denied",
        // a container may write to /opt/writable, so its root can replace the link below
        "-v /opt/writable/link:/d:ro; mount of host path \"/run/secret\" is denied",
        "-v /run/user/1000/docker.sock:/s; rootless docker socket mount denied",
        "-v /run/user/1000:/d; can be reached through it"
      })
  @DisplayName("RES-2: an allowance is no wider than what it names and where that path leads")
  void deniesWhatLiesBehindOtherLinks(String options, String sentence, DockerHost host) {
    prepareLinks(host);
    for (Result result : List.of(run(host, options), proxied(host, options))) {
      assertThat(result.isSuccess()).as(result.err()).isFalse();
      assertThat(result.err()).contains(sentence);
    }
  }

  /** KinD waits for its node image then, whose entrypoint this image does not have. */
  @Test
  @DisplayName("RES-2: kind create cluster starts its node's container")
  void kindStartsItsNode(DockerHost host) {
    prepareLinks(host);
    Result result =
        host.script(
            """
            export DOCKER_HOST=unix://%s
            trap 'kill $kind; docker rm -f first-control-plane; docker network rm kind' EXIT
            kind create cluster --name first --image %s --retain --kubeconfig /srv/kubeconfig \
                >/srv/kind.log 2>&1 &
            kind=$!
            for i in $(seq 100); do
              docker inspect -f '{{.State.StartedAt}} {{.HostConfig.Binds}}' first-control-plane \
                2>/dev/null | grep '^20.*modules' && break
              kill -0 $kind || break
              sleep 0.2
            done
            cat /srv/kind.log >&2
            """
                .formatted(DockerHost.SOCKET, DockerHost.IMAGE));
    assertThat(result.out()).as(result.err()).contains("/lib/modules:/lib/modules:ro");
  }

  private static Result proxied(DockerHost host, String options) {
    return host.dockerProxied(
        Stream.of(
                List.of("run", "--rm"),
                List.of(options.split(" ")),
                List.of(DockerHost.IMAGE, "-c", "true"))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  /** The lab's /etc and /opt are overlays, which cannot be ID-mapped; a tmpfs can. */
  private static void prepareLinks(DockerHost host) {
    host.script(
            """
            set -e
            mkdir -p /run/data/v2/sub /run/secret /run/writable /run/user/1000
            touch /run/user/1000/wayland-0 /run/user/1000/docker.sock
            for f in timezone passwd group; do
              mountpoint -q /etc/$f && continue
              { cat /etc/$f 2>/dev/null || echo Etc/UTC; } > /run/data/$f
              touch /etc/$f
              mount --bind /run/data/$f /etc/$f
            done
            ln -sfn /run/data/v2 /opt/current
            ln -sfn /run/secret /run/data/v2/out
            mkdir -p /opt/writable
            ln -sfn /run/secret /opt/writable/link
            """)
        .orThrow();
  }

  @Test
  @DisplayName("RES-1: a protected container's network may be shared, an unprotected one's not")
  void allowsSharingNetworkOfProtectedOnly(DockerHost host) {
    try (Containers containers = new Containers(host, "shared")) {
      containers.start("one");
      Result joined = run(host, "--network=container:" + containers.name("one"));
      assertThat(joined.isSuccess()).as(joined.err()).isTrue();

      host.docker(
              "run",
              "-d",
              "--rm",
              "--runtime=runc",
              "--name",
              "bare",
              DockerHost.IMAGE,
              "-c",
              "sleep 100")
          .orThrow();
      try {
        assertThat(run(host, "--network=container:bare").err())
            .contains("a container that is not protected");
      } finally {
        host.docker("rm", "-f", "bare");
      }
    }
  }
}
