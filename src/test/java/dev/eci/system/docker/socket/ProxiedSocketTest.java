// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.socket;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Containers are bound by the command list. A caller that cannot be identified gets no access. */
@Tag("docker")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProxiedSocketTest {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: default}
      spec:
        dockerSocketMount:
          imageList: {images: ["*"]}
          commandList: {type: deny, commands: [ps]}
      """;
  private static final String SOCKET = "--volume=/var/run/docker.sock:/var/run/docker.sock";
  private static final String PS =
      "get -unix /var/run/docker.sock http://docker/v1.44/containers/json";
  private static final String PING = "get -unix /var/run/docker.sock http://docker/_ping";
  private static final String BLOCKED =
      "enhanced container isolation: docker command \\\"/v1.44/containers/json\\\" is blocked";
  private static final String PLUGINS = "ECI_LAB_PLUGINS";
  private static final String UNKNOWN = "the caller could not be identified";
  private static final int UNPRIVILEGED = 65534;
  private static final Duration BACK = Duration.ofSeconds(20);

  /** The client with its plugin, and a directory to build, for containers. */
  private static final String TOOLS =
      """
      mkdir -p /srv/tools/config/cli-plugins /srv/tools/b && cp -L $(command -v docker) /srv/tools/
      cp -L $%1$s/docker-buildx /srv/tools/config/cli-plugins/ && cd /srv/tools/b
      mkdir -p /srv/tools/lib && for l in $(ldd $%1$s/docker-buildx | grep -o '/[^ ]*'); do cp -L $l /srv/tools/lib/; done
      printf 'FROM %2$s\nARG A0\nRUN cat /proc/self/uid_map\n' > Dockerfile
      echo 'target "default" { output = ["type=image,name=127.0.0.1:1/x:1,push=true"] }' > docker-bake.hcl
      """
          .formatted(PLUGINS, DockerHost.IMAGE);

  private static final String CLIENT =
      "HOME=/tmp DOCKER_CONFIG=/tmp/config; export HOME DOCKER_CONFIG; [ -e $DOCKER_CONFIG ] || { cp -r /tools/config /tmp/; mkdir -p /lib /lib64; cp /tools/lib/* /lib/; cp /tools/lib/ld-* /lib64/; }; cd /tools/b; timeout 100 /tools/docker -H unix:///var/run/docker.sock ";

  /** A user of the host, in a directory. */
  private static final String ON_HOST =
      "mkdir -p $DOCKER_CONFIG/cli-plugins && ln -sf $%s/docker-buildx $DOCKER_CONFIG/cli-plugins/; cd %s && DOCKER_HOST=unix:///run/docker.sock timeout 100 docker %s";

  private static DockerHost host;
  private static String beforeRestart = "";
  private static Result classicBeforeRestart;

  @BeforeAll
  static void start() {
    Lab.up();
    host = DockerHost.start("socket", Variant.DEFAULT);
    host.policy(POLICY);
    host.agent().start();
    Cluster.await("the socket is filtered", BACK, () -> host.isProxied(), is -> is);
    if (Lab.environment().containsKey(PLUGINS)) {
      host.script(TOOLS).orThrow();
      try (Containers containers = new Containers(host, "early")) {
        containers.start("builder", SOCKET, "--volume=/srv/tools:/tools:ro");
        beforeRestart = containers.exec("builder", CLIENT + "build -t early /tools/b").text();
        classicBeforeRestart =
            containers.exec("builder", "export DOCKER_BUILDKIT=0; " + CLIENT + "build /tools/b");
      }
    }
    host.engine().stop();
    host.engine().start();
    Cluster.await("the socket is filtered", BACK, () -> host.isProxied(), is -> is);
  }

  @AfterAll
  static void end() {
    host.close();
  }

  @Test
  @Order(1)
  @DisplayName(
      "SOCK-4: a process of the host may do what a container may not; each kind of container is one")
  void appliesCommandListToContainersOnly() {
    assertThat(host.dockerProxied("ps").isSuccess()).isTrue();
    try (Containers containers = new Containers(host, "callers")) {
      containers.start("plain", SOCKET);
      containers.start("privileged", SOCKET, "--privileged");
      containers.start("user", SOCKET, "--user=1000:0");
      containers.start(
          "joined", SOCKET, "--pid=container:" + containers.name("plain"), "--network=none");
      containers.start("unprotected", SOCKET, "--runtime=runc");
      containers.start("host-pid", SOCKET, "--runtime=runc", "--pid=host", "--privileged");
      for (String name :
          new String[] {"plain", "privileged", "user", "joined", "unprotected", "host-pid"}) {
        assertThat(containers.exec(name, PING).text()).as(name).contains("OK");
        assertThat(containers.exec(name, PS).text()).as(name).contains(BLOCKED);
      }
      assertThat(containers.exec("privileged", "unshare -U -r " + PS).text())
          .as("a user namespace that it created")
          .contains(BLOCKED);
    }
  }

  @Test
  @Order(2)
  @DisplayName(
      "A process that left its container's cgroup, or entered another's, is no known caller")
  void deniesProcessThatLeftItsCgroup() {
    try (Containers containers = new Containers(host, "moved")) {
      containers.start("plain", SOCKET);
      containers.start("other", SOCKET);
      String script =
          "while [ ! -e /go ]; do sleep 0.1; done; " + PS + " > /said 2>&1; echo > /done";
      assertThat(move(containers, "plain", script, "/")).contains(UNKNOWN);
      assertThat(
              move(
                  containers,
                  "plain",
                  script,
                  "$(sed -n 's/^[0-9]*:pids://p' /proc/" + containers.pid("other") + "/cgroup)"))
          .contains(UNKNOWN);
    }
  }

  @Test
  @Order(1)
  @DisplayName("SOCK-5: a container neither commits nor renames an unprotected one, by any name")
  void deniesUnprotectedContainersToContainers() {
    host.script("mkdir -p /srv/tools && cp -L $(command -v docker) /srv/tools/").orThrow();
    try (Containers containers = new Containers(host, "older")) {
      containers.start("caller", SOCKET, "--volume=/srv/tools:/tools:ro");
      containers.start("own");
      containers.start("db", "--runtime=runc");
      containers.exec("db", "echo NODE-SECRET > /secret").orThrow();
      String db = containers.name("db");
      String own = containers.name("own");
      host.docker("commit", db, "taken:twin").orThrow();
      String docker = "/tools/docker -H unix:///var/run/docker.sock ";
      assertThat(containers.exec("caller", docker + "commit " + own + " taken:own").isSuccess())
          .isTrue();
      for (String command :
          new String[] {
            "commit " + db + " taken:db", "rename " + db + " x", "exec " + db + " id"
          }) {
        assertThat(containers.exec("caller", docker + command).text())
            .as(command)
            .contains("is not protected, so other containers may not access it");
      }
      // the swap of names that a check by name would have to race with
      containers.exec(
          "caller",
          """
          mkdir -p /new && echo > /new/pwned
          end=$(($(date +%%s) + 4))
          (while [ $(date +%%s) -lt $end ]; do for n in "%1$s t" "%2$s %1$s" "%1$s %2$s" "t %1$s"; do %3$s rename $n; done; done) > /dev/null 2>&1 &
          while [ $(date +%%s) -lt $end ]; do %3$s cp /new/pwned %1$s:/pwned; done > /dev/null 2>&1
          wait
          """
              .formatted(own, db, docker));
      assertThat(host.docker("exec", containers.name("db"), "ls", "/").orThrow())
          .contains("secret")
          .doesNotContain("pwned");
      assertThat(containers.exec("caller", docker + "logs " + db).isSuccess())
          .as("tools of a host manage older containers")
          .isTrue();
    }
  }

  @Test
  @Order(1)
  @DisplayName("RES-1: a container creates no network of the host")
  void deniesHostNetworksToContainers() {
    host.script("mkdir -p /srv/tools && cp -L $(command -v docker) /srv/tools/").orThrow();
    try (Containers containers = new Containers(host, "limits")) {
      containers.start("caller", SOCKET, "--volume=/srv/tools:/tools:ro");
      String create = "/tools/docker -H unix:///var/run/docker.sock network create ";
      for (String network :
          new String[] {
            "-d macvlan -o parent=lo x", "-o com.docker.network.bridge.name=docker0 x"
          }) {
        assertThat(containers.exec("caller", create + network).text())
            .as(network)
            .contains("is denied for containers, because it");
      }
      host.script(
              "ip link add eci-lan type bridge && ip addr add 10.77.0.2/24 dev eci-lan && ip link set eci-lan up")
          .orThrow();
      host.docker("network", "create", "--subnet=10.77.0.0/25", "twin").orThrow();
      host.docker("network", "rm", "twin").orThrow();
      for (String subnet : new String[] {"10.77.0.0/25", "10.77.0.0/16", "8.8.8.0/24"}) {
        assertThat(containers.exec("caller", create + "--subnet=" + subnet + " x").text())
            .as(subnet)
            .contains("network subnet \"" + subnet + "\" is denied for containers");
      }
      for (String network : new String[] {"limits", "--subnet=10.78.0.0/16 limits"}) {
        assertThat(containers.exec("caller", create + network).isSuccess()).isTrue();
        host.docker("network", "rm", "limits").orThrow();
      }
      host.script("ip link del eci-lan").orThrow();
    }
  }

  /** Each of them is opened by the engine, as root, in a spelling of its own. */
  @Test
  @Order(1)
  @DisplayName(
      "RES-2: no option of a log driver or a volume reaches a socket or a disk of the host")
  void deniesSocketsAndDisksByOptions() {
    host.script(
            """
            cat > /srv/listen.py <<'P'
            import socket
            s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            s.bind('/run/canary.sock'); s.listen(9)
            while True:
                c, _ = s.accept(); open('/srv/heard', 'ab').write(c.recv(4096) or b'connected')
            P
            rm -f /run/canary.sock /srv/heard
            setsid python3 /srv/listen.py > /dev/null 2>&1 < /dev/null & echo $! > /srv/listen.pid
            for i in $(seq 50); do [ -S /run/canary.sock ] && exit; sleep 0.1; done; exit 1
            """)
        .orThrow();
    try {
      String log =
          "for a in %s; do docker -H %s run --rm --log-driver=syslog --log-opt syslog-address=$a "
              + DockerHost.IMAGE
              + " -c 'echo X' 2>&1 | grep -c 'enhanced container isolation'; done";
      String spellings =
          "unix:///run/canary.sock UNIX:///run/canary.sock unix:/run/canary.sock unix:///%72un/canary.sock unix:///srv/%2e%2e/run/canary.sock";
      assertThat(host.script(log.formatted(spellings, "unix:///run/docker.sock")).out().lines())
          .hasSize(5)
          .allMatch("1"::equals);
      assertThat(host.script("cat /srv/heard").isSuccess()).isFalse();
      host.script(
          "docker run --rm --runtime=runc --log-driver=syslog --log-opt syslog-address=UNIX:///run/canary.sock "
              + DockerHost.IMAGE
              + " -c 'echo X'");
      assertThat(host.script("cat /srv/heard").orThrow()).as("the engine by itself").isNotEmpty();
    } finally {
      host.script("kill $(cat /srv/listen.pid); rm -f /run/canary.sock");
    }
    for (String device : new String[] {"dev/sdb1", "../../../dev/sdb1", "./dev/sdb1"}) {
      assertThat(
              host.dockerProxied(
                      "volume", "create", "--opt", "type=ext4", "--opt", "device=" + device)
                  .text())
          .contains("enhanced container isolation", device);
    }
  }

  private static String move(Containers containers, String name, String script, String cgroup) {
    host.docker("exec", "-d", containers.name(name), "sh", "-c", "rm -f /go /done; " + script)
        .orThrow();
    String moving =
        """
        for i in $(seq 100); do pgrep -f '^sh -c rm -f /go /done' > /dev/null && break; sleep 0.1; done
        for p in $(pgrep -f '^sh -c rm -f /go /done'); do
          for h in /sys/fs/cgroup/*/; do
            [ ! -e $h/cgroup.procs ] || [ ! -d $h/%1$s ] || echo $p > $h/%1$s/cgroup.procs
          done
        done 2>/dev/null
        """
            .formatted(cgroup);
    host.script(moving);
    containers.exec(name, "touch /go; while [ ! -e /done ]; do sleep 0.1; done").orThrow();
    return containers.exec(name, "cat /said").text();
  }

  @Test
  @Order(2)
  @DisplayName(
      "ISO-10: BuildKit builds go through the proxy; the node's network and entitlements are denied")
  void relaysBuildsAndDeniesEntitlements() {
    assumeTrue(Lab.environment().containsKey(PLUGINS), "the lab has no buildx");
    String file =
        """
        mkdir -p /srv/b && cd /srv/b && head -c 3000000 /dev/urandom > large && cat > Dockerfile <<'F'
        FROM %s
        COPY large /large
        RUN cat /proc/self/uid_map > /map
        F
        """
            .formatted(DockerHost.IMAGE);
    host.script(file).orThrow();
    assertThat(build("-t eci-test/filtered:1").text()).contains("naming to");
    assertThat(
            host.dockerProxied(
                    "run", "--rm", "eci-test/filtered:1", "-c", "cmp -s /large /large && cat /map")
                .orThrow()
                .replaceAll("\\s+", " "))
        .matches(Containers.PROTECTED);
    assertThat(build("--network=host").text())
        .contains("enhanced container isolation: build entitlement \"network.host\" is denied");
    assertThat(build("--allow security.insecure").text())
        .contains(
            "enhanced container isolation: build entitlement \"security.insecure\" is denied");
    assertThat(host.dockerProxied("buildx", "du").isSuccess()).isTrue();
  }

  @Test
  @Order(1)
  @DisplayName("ISO-10: who may not build before dockerd's restart reads the two ways to build")
  void saysHowContainersBuildBeforeRestart() {
    assumeTrue(Lab.environment().containsKey(PLUGINS), "the lab has no buildx");
    assertThat(beforeRestart)
        .contains("enhanced container isolation: docker build with BuildKit is denied")
        .contains("restart dockerd, or build with DOCKER_BUILDKIT=0.");
    assertThat(classicBeforeRestart.isSuccess()).as(classicBeforeRestart.text()).isTrue();
    assertThat(spaced(classicBeforeRestart.text())).containsPattern("0 [1-9]\\d{4,9} 65536");
  }

  @Test
  @Order(2)
  @DisplayName("SOCK-4: a build that pushes needs push in the list, whatever command asks for it")
  void limitsBuildsThatPush() {
    assumeTrue(Lab.environment().containsKey(PLUGINS), "the lab has no buildx");
    String[] pushing = {
      "buildx build --progress=plain --push -t 127.0.0.1:1/x:1 .",
      "build --output type=image,name=127.0.0.1:1/x:1,push=true .",
      "buildx bake --progress=plain",
      "buildx build --cache-to type=registry,ref=127.0.0.1:1/x:c .",
    };
    try (Containers containers = new Containers(host, "push")) {
      containers.start("builder", SOCKET, "--volume=/srv/tools:/tools:ro");
      for (String command : pushing) {
        assertThat(containers.exec("builder", CLIENT + command).text())
            .as(command)
            .contains("127.0.0.1:1", "connection refused");
      }
      host.policy(POLICY.replace("[ps]", "[push]"));
      try {
        Cluster.await(
            "the list is in force",
            BACK,
            () -> containers.exec("builder", CLIENT + "push 127.0.0.1:1/x:1").text(),
            said -> said.contains("is blocked; if you wish to allow it"));
        for (String command : pushing) {
          assertThat(containers.exec("builder", CLIENT + command).text())
              .as(command)
              .contains("enhanced container isolation: docker command \"build --push\" is blocked")
              .doesNotContain("connection refused");
        }
        assertThat(containers.exec("builder", CLIENT + "buildx build -t kept .").isSuccess())
            .isTrue();
        assertThat(host.script(ON_HOST.formatted(PLUGINS, "/srv/tools/b", pushing[0])).text())
            .as("a user of the host")
            .contains("connection refused");
      } finally {
        host.policy(POLICY);
        Cluster.await(
            "the list is in force",
            BACK,
            () -> containers.exec("builder", PS).text(),
            said -> said.contains(BLOCKED));
      }
    }
  }

  /** What it holds would be more than all direct memory of the agent. */
  @Test
  @Order(2)
  @DisplayName(
      "A build with large arguments works while another caller finishes none of its messages")
  void buildsWhileOtherCallerHoardsMessages() {
    assumeTrue(Lab.environment().containsKey(PLUGINS), "the lab has no buildx");
    host.script(
            """
            printf '\\000\\001\\000\\000\\000' > /srv/hoarded; head -c 16000000 /dev/zero >> /srv/hoarded
            rm -f /srv/hoard.pids; mkfifo /srv/never
            sleep 60 > /srv/never & echo $! >> /srv/hoard.pids
            for i in $(seq 10); do
              cat /srv/hoarded /srv/never | curl -s -m 60 --http2-prior-knowledge --unix-socket /run/docker.sock -X POST -T - \\
                -H content-type:application/grpc -H te:trailers http://d/moby.buildkit.v1.Control/Solve > /srv/hoard.$i 2>&1 & echo $! >> /srv/hoard.pids
            done > /dev/null 2>&1
            sleep 4
            """)
        .orThrow();
    try (Containers containers = new Containers(host, "hoard")) {
      containers.start("builder", SOCKET, "--volume=/srv/tools:/tools:ro");
      String large =
          "for i in 0 1 2 3 4; do export A$i=$(head -c 90000 /dev/zero | tr '\\0' a); done; ";
      String arguments =
          " --build-arg A0 --build-arg A1 --build-arg A2 --build-arg A3 --build-arg A4 ";
      Result built =
          containers.exec(
              "builder",
              large
                  + CLIENT
                  + "buildx build --progress=plain --no-cache"
                  + arguments
                  + " -t hoarded .");
      assertThat(built.isSuccess()).as(built.text()).isTrue();
      assertThat(spaced(built.text())).containsPattern("0 [1-9]\\d{4,9} 65536");
    } finally {
      host.script("kill $(cat /srv/hoard.pids); rm /srv/never");
    }
    assertThat(host.agent().log()).doesNotContain("OutOfDirectMemory");
  }

  private static String spaced(String text) {
    return text.replaceAll("[ \\t]+", " ");
  }

  private static Result build(String options) {
    return host.script(
        ON_HOST.formatted(PLUGINS, "/srv/b", "buildx build --progress=plain " + options + " ."));
  }

  @Test
  @Order(3)
  @DisplayName(
      "Agent killed and back: the socket that a container has works again, and a container without agent gets nothing")
  void keepsSocketOverAgentKill() {
    try (Containers containers = new Containers(host, "restart")) {
      containers.start("old", SOCKET);
      String inode = host.script("stat -c %i /run/docker.sock").orThrow();
      host.agent().kill9();
      Result waiting =
          host.script("curl -sm 20 --unix-socket /run/docker.sock http://d/v1.44/containers/json");
      assertThat(waiting.text()).contains("the ECI agent is not running");
      assertThat(containers.exec("old", PS).text()).doesNotContain("Image");
      host.agent().start();
      assertThat(host.script("stat -c %i /run/docker.sock").orThrow()).isEqualTo(inode);
      assertThat(containers.exec("old", PING).text()).contains("OK");
      assertThat(containers.exec("old", PS).text()).contains(BLOCKED);
    }
  }

  @Test
  @Order(4)
  @DisplayName(
      "Agent killed under load: containers live on, what is denied passes at no moment, and the socket answers again")
  void deniesThroughoutAgentKillUnderLoad() {
    String load =
        """
        rm -rf /srv/load; mkdir /srv/load; cd /srv/load
        loop() { n=$1; shift; while [ ! -e stop ]; do curl -s -m 20 --unix-socket /run/docker.sock -o body.$n -w '%%{http_code} %%{exitcode} %%{errormsg}\\n' "$@" >> codes.$n; done; }
        for i in 1 2 3 4; do loop allowed$i http://d/_ping & done
        for i in 1 2 3 4; do loop denied$i -H 'Content-Type: application/json' -d '{"Image":"%s","HostConfig":{"PidMode":"host"}}' 'http://d/v1.44/containers/create?name=gap' & done
        wait
        """
            .formatted(DockerHost.IMAGE);
    host.write("/srv/load.sh", load);
    try (Containers containers = new Containers(host, "load")) {
      containers.start("living", SOCKET);
      long pid = containers.pid("living");
      host.docker(
              "exec",
              "-d",
              containers.name("living"),
              "sh",
              "-c",
              "while [ ! -e /stop ]; do " + PS + "; done > /said 2>&1")
          .orThrow();
      host.script("setsid bash /srv/load.sh > /dev/null 2>&1 < /dev/null &").orThrow();
      host.script(
              "for i in $(seq 100); do grep -q 403 /srv/load/codes.denied4 && exit; sleep 0.1; done; exit 1")
          .orThrow();
      host.agent().kill9();
      long killed = System.nanoTime();
      host.agent().launch();
      String answers =
          "for i in $(seq 400); do curl -s -m 30 --unix-socket /run/docker.sock http://d/_ping | grep -q OK && exit; sleep 0.02; done; exit 1";
      host.script(answers).orThrow();
      Duration away = Duration.ofNanos(System.nanoTime() - killed);
      System.out.printf("the socket answered %d ms after the agent was killed%n", away.toMillis());
      assertThat(away).isLessThan(Duration.ofSeconds(20));
      host.script(
              "sleep 1; touch /srv/load/stop; while pgrep -f '[/]srv/load.sh' > /dev/null; do sleep 0.1; done")
          .orThrow();
      containers.exec("living", "touch /stop; sleep 0.5").orThrow();

      assertThat(containers.pid("living")).isEqualTo(pid);
      assertThat(host.docker("ps", "-aq", "--filter", "name=gap").out()).isBlank();
      String denied = host.script("cat /srv/load/codes.denied*").out();
      // connection refused, 503, or cut off by the kill
      assertThat(denied.lines()).allMatch(line -> line.matches("(403 0|503 0|000 (52|56)) .*"));
      assertThat(host.script("tail -qn 1 /srv/load/codes.denied*").out().lines())
          .allMatch("403 0 "::equals);
      assertThat(host.script("cat /srv/load/codes.allowed*").out().lines())
          .allMatch(line -> line.matches("(200 0|503 0|000 (52|56)) .*"));
      assertThat(containers.exec("living", "cat /said").text())
          .contains(BLOCKED)
          .doesNotContain("\"Image\"");
    }
  }

  @Test
  @Order(5)
  @DisplayName("Engine restarted, with and without an agent: its socket is proxied again")
  void takesOverSocketOfRestartedEngine() {
    String inode = host.script("stat -c %i /run/docker.sock").orThrow();
    try (Containers containers = new Containers(host, "engine")) {
      containers.start("living", SOCKET);
      host.engine().stop();
      host.engine().start();
      assertProxied(inode);
      assertThat(host.dockerProxied("ps").isSuccess()).isTrue();
      host.engine().kill9();
      host.agent().kill9();
      host.engine().start();
      assertProxied(inode);
      host.agent().start();
      assertThat(host.dockerProxied("ps").text()).contains(containers.name("living"));
      assertThat(containers.exec("living", PS).text()).contains(BLOCKED);
    }
  }

  private static void assertProxied(String inode) {
    Cluster.await(
        "the filter is at Docker's path",
        BACK,
        () -> host.script("stat -c %i /run/docker.sock").out().strip(),
        found -> found.equals(inode));
  }

  @Test
  @Order(6)
  @DisplayName("status reports it; after uninstalling, the engine's own socket is back")
  void restoresEngineSocketOnUninstall() {
    Cluster.await(
        "status says so",
        BACK,
        () -> host.eciAgent("status").text(),
        said -> said.contains("/run/docker.sock is proxied"));
    assertThat(host.eciAgentAs(UNPRIVILEGED, "status").text())
        .isEqualTo(
            "eci-agent: /run/eci/agent.status.json: permission denied; the protection status of this host is unknown; run this command as root.");
    host.agent().stop();
    assertThat(host.eciAgentAs(UNPRIVILEGED, "uninstall").text())
        .contains("only root can remove the eci runtime from Docker; nothing was changed");
    host.script("mount --bind /etc/docker /etc/docker && mount -o remount,bind,ro /etc/docker")
        .orThrow();
    Result stopped = host.eciAgent("uninstall", "--leave-stopped");
    assertThat(stopped.exit()).isEqualTo(1);
    assertThat(stopped.text().lines().filter(line -> line.startsWith("eci-agent: ")))
        .singleElement(as(STRING))
        .contains("/etc/docker/daemon.json", "Read-only file system; ")
        .endsWith(
            "neither the files of ECI nor the proxied socket were removed; fix that, and run this command again as root.");
    assertThat(stopped.text()).doesNotContain("\tat ");
    host.script("umount /etc/docker").orThrow();
    String engine = host.script("stat -c %i /run/eci/engine/docker.sock").orThrow();
    assertThat(host.eciAgent("uninstall", "--leave-stopped").text())
        .containsAnyOf("containers are as before", "docker is as it was before");
    assertThat(host.script("stat -c %i /run/docker.sock").orThrow()).isEqualTo(engine);
    assertThat(host.docker("ps").isSuccess()).isTrue();
    assertThat(
            host.script(
                    "ls -A /run/eci/engine /run/eci/docker; pgrep -fc eci-keep-socket.*/run/eci")
                .text())
        .doesNotContain("docker.sock");

    // now no dockerd calls eci-runtime for builds, so that the last files go too
    host.engine().stop();
    assertThat(host.eciAgent("uninstall", "--leave-stopped").text())
        .contains("docker is as it was before");
    assertThat(host.script("ls -dA /run/eci /var/lib/eci /opt/eci/bin 2>/dev/null").out())
        .isEmpty();
  }
}
