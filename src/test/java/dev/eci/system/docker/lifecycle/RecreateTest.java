// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * ISO-3: what updaters and client libraries send. Every request goes to the engine's own socket
 * too, where it has to work.
 */
@RequiresDockerHost
@Order(121)
class RecreateTest {
  /** All of a container's record as the body of a new one, as Watchtower and Portainer send it. */
  private static final String RECREATE =
      """
      recreate() { # SOCKET NAME
        curl -s --unix-socket "$1" http://d/v1.44/containers/$2/json > /srv/record.json
        jq '.Config + {HostConfig: .HostConfig, NetworkingConfig: {EndpointsConfig: .NetworkSettings.Networks}}' /srv/record.json > /srv/body.json
        docker rm -f $2 > /dev/null
        curl -s --unix-socket "$1" -H 'Content-Type: application/json' -d @/srv/body.json "http://d/v1.44/containers/create?name=$2" -w '%{http_code} ' -o /srv/answer.json
        curl -s --unix-socket "$1" -X POST http://d/v1.44/containers/$2/start -w '%{http_code}\\n' -o /srv/started.json
        cat /srv/answer.json /srv/started.json | grep message
        curl -s --unix-socket "$1" http://d/v1.44/containers/$2/json > /srv/again.json
        for file in record again; do
          # the engine adds the container's own ID and address
          jq -S '[(.Config | del(.MacAddress)), (.HostConfig | del(.Runtime, .CgroupnsMode)), (.NetworkSettings.Networks | map_values([[.Aliases[]? | select(test("^[0-9a-f]{12}$") | not)], .Links, .DriverOpts])), [.Mounts[] | {Type, Destination, RW}]]' /srv/$file.json > /srv/$file.txt
        done
        diff /srv/record.txt /srv/again.txt
      }
      """;

  private static final List<String> EVERYTHING =
      List.of(
          "--init",
          "--health-cmd=true",
          "--health-interval=1s",
          "--volume=recreate-data:/data",
          "--volume=/srv:/user:ro",
          "--mount=type=volume,dst=/anonymous",
          "--tmpfs=/t:size=1m",
          "--ulimit=nofile=100:200",
          "--device=/dev/null",
          "--publish=127.0.0.1::80",
          "--env=A=b",
          "--label=a=b",
          "--hostname=h",
          "--user=1:2",
          "--group-add=3",
          "--cap-add=NET_ADMIN",
          "--cap-drop=MKNOD",
          "--memory=64m",
          "--shm-size=8m",
          "--dns=192.0.2.1",
          "--add-host=a:192.0.2.2",
          "--sysctl=net.core.somaxconn=99",
          "--log-opt=max-size=1m",
          "--restart=on-failure:3",
          "--security-opt=no-new-privileges",
          "--read-only");

  @Test
  @DisplayName("ISO-7: a container's record, sent back as a new one, works and gets runtime eci")
  void recreatesFromRecord(DockerHost host) {
    try (Containers containers = new Containers(host, "recreate")) {
      host.docker("network", "create", "recreate-net").orThrow();
      containers.start("peer", "--runtime=runc");
      containers.start("before", with(EVERYTHING, "--runtime=runc"));
      containers.start("under", with(EVERYTHING));
      containers.start("privileged", "--runtime=runc", "--privileged");
      containers.start("linked", "--runtime=runc", "--link=recreate-peer:alias");
      containers.start(
          "network", "--runtime=runc", "--network=recreate-net", "--network-alias=other");
      for (String name : List.of("before", "under", "privileged", "linked", "network")) {
        for (String socket : List.of(host.engineSocket(), DockerHost.SOCKET)) {
          assertThat(
                  host.script(RECREATE + "recreate %s %s".formatted(socket, containers.name(name)))
                      .text())
              .as(name + " through " + socket)
              .isEqualTo("201 204");
        }
        assertThat(containers.inspect(name, "{{.HostConfig.Runtime}}")).isEqualTo("eci");
      }
      assertThat(containers.uidMap("before")).matches(Containers.PROTECTED);
    } finally {
      host.docker("network", "rm", "recreate-net");
      host.docker("volume", "rm", "recreate-data");
    }
  }

  /** Method, target, content type and body of a request, and what the engine answers. */
  private static final String CLIENTS =
      """
      ask() { # SOCKET WORDS-OF-CURL
        local socket=$1; shift
        curl -s --unix-socket $socket -o /dev/null -w '%{http_code} ' "$@"
      }
      all() {
        local s=$1 json='Content-Type: application/json'
        ask $s -H "$json" -d '{"Image":"eci-test/busybox:lab","name":"clients-a","platform":"linux/amd64","_x":{"a":1},"Cmd":["-c","sleep 99"]}' "http://d/v1.44/containers/create?name=clients-a"
        ask $s -H "$json" -d '{"image":"eci-test/busybox:lab","hostConfig":{"memory":67108864,"runtime":"RUNTIME"}}' "http://d/v1.44/containers/create?name=clients-b"
        ask $s -H "$json" -d '{"name":"clients-v","x":1}' http://d/v1.44/volumes/create
        ask $s -H "$json" -d '{"name":"clients-n","x":1}' http://d/v1.44/networks/create
        ask $s -d '' http://d/v1.44/containers/clients-a/start
        ask $s -d 't=0' http://d/v1.44/containers/clients-a/restart
        ask $s -d '' http://d/v1.44/containers/clients-a/pause
        ask $s -d '' http://d/v1.44/containers/clients-a/unpause
        ask $s -d 'signal=9' http://d/v1.44/containers/clients-a/kill
        ask $s -d '' http://d/v1.44/containers/clients-a/wait
        ask $s -d 'name=clients-c' http://d/v1.44/containers/clients-b/rename
        ask $s -d 'repo=clients-i&tag=1' http://d/v1.44/images/eci-test/busybox:lab/tag
        ask $s -d 'filters={"label":["none"]}' http://d/v1.44/containers/prune
        ask $s -d '{}' http://d/v1.44/containers/create
        ask $s -d '{}' http://d/v1.44/volumes/create
        ask $s -H "$json" -d '{"Image":"eci-test/busybox:lab","image":"x"}' http://d/v1.44/containers/create | sed 's/201\\|404/400/'
        docker -H unix://$s create --name clients-d --link clients-a:alias eci-test/busybox:lab > /dev/null
        ask $s http://d/v1.44/containers/clients-d/alias/json
        docker -H unix://$s rm --link clients-d/alias > /dev/null; echo -n "$? "
        docker -H unix://$s rm -f clients-a clients-c clients-d > /dev/null
        docker -H unix://$s volume rm clients-v > /dev/null; docker -H unix://$s network rm clients-n > /dev/null
        docker -H unix://$s rmi clients-i:1 > /dev/null
      }
      """;

  @Test
  @DisplayName("ISO-3: bodies, forms and names of client libraries are as at the bare engine")
  void acceptsWhatClientsSend(DockerHost host) {
    String bare =
        host.script(CLIENTS.replace("RUNTIME", "runc") + "all " + host.engineSocket()).out();
    String ours =
        host.script(CLIENTS.replace("RUNTIME", "runc") + "all " + DockerHost.SOCKET).out();
    assertThat(bare).startsWith("201 201 201 201 204 204 204 204 204 200 ");
    assertThat(ours).isEqualTo(bare);
  }

  /** 100,000 keys take a hundred times the memory of their text. */
  @Test
  @DisplayName("one caller's bodies neither end the agent nor keep containers from starting")
  void survivesHugeBodies(DockerHost host) {
    long pid = host.agent().pid();
    String started =
        host.script(
                """
                python3 -c 'print("{\\"Image\\":\\"busybox\\","+",".join(f"\\"K{i}\\":1" for i in range(100000))+"}")' > /srv/keys.json
                python3 -c 'print("{\\"Image\\":\\"busybox\\",\\"Env\\":["+",".join(f"\\"A{i}={chr(120)*1000}\\"" for i in range(1000))+"]}")' > /srv/texts.json
                python3 -c 'print("{\\"Image\\":\\"none\\",\\"HostConfig\\":{\\"Binds\\":["+",".join(f"\\"v{i}:/v{i}\\"" for i in range(5000))+"]}}")' > /srv/binds.json
                post() { curl -s -m 60 --unix-socket /run/docker.sock -H 'Content-Type: application/json' -d @/srv/$1.json http://d/v1.44/containers/create -o /dev/null -w "$1 %{http_code}\\n"; }
                for i in $(seq 50); do post keys & post texts & done > /srv/codes
                docker -H unix:///run/docker.sock run --rm eci-test/busybox:lab -c 'echo started'
                wait
                begin=$(date +%s%N); post binds; echo $((($(date +%s%N) - begin) / 1000000)) ms > /srv/binds.ms
                """)
            .text();
    assertThat(started).contains("started", "binds 404");
    assertThat(host.agent().pid()).isEqualTo(pid);
    assertThat(host.exec("kill", "-0", Long.toString(pid)).isSuccess()).isTrue();
    assertThat(host.script("sort /srv/codes | uniq").out().lines())
        .allMatch(line -> line.matches("keys (400|503)|texts (404|503)"))
        .contains("keys 400", "texts 404");
    int binds = Integer.parseInt(host.script("cat /srv/binds.ms").out().split(" ")[0]);
    System.out.printf("5000 binds of volumes: %d ms%n", binds);
    assertThat(binds).isLessThan(10_000);
  }

  private static String[] with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
