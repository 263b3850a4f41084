// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Product;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SOCK-1 to SOCK-5 for pods: two namespaces with separate command lists, on a node with a dockerd.
 * Runs shortly before the install loop, since it uninstalls ECI from the node once.
 */
@RequiresKindCluster
@Order(84)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeSocketTest {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: %1$s}
      spec:
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
        dockerSocketMount: {imageList: {images: ["%2$s"]}, commandList: {commands: [%3$s]}}
      """;
  private static final String SOCKET = "/var/run/docker.sock";
  private static final String NESTED = "docker run --rm -v " + SOCKET + ":" + SOCKET;
  private static final String BUILD =
      "cd /b && timeout 60 docker buildx build --progress=plain -t eci-test/built:1 .";
  private static final String OWN = "0 \\d{5,10} 65536";
  private static final Duration SOON = Duration.ofSeconds(40);

  private static NodeDockerd dockerd;
  private static Pods alpha;
  private static Pods beta;

  @BeforeAll
  static void start(Cluster cluster) {
    dockerd = new NodeDockerd(cluster);
    dockerd.install();
    String image = dockerd.pinned();
    alpha = Pods.createNamespace(cluster, "alpha");
    beta = Pods.createNamespace(cluster, "beta");
    cluster.apply(POLICY.formatted("alpha", image, "push")).orThrow();
    Product.applyPolicy(cluster, POLICY.formatted("beta", image, "push, ps"));
    // the webhook follows a moment after
    Cluster.await(
        "the pod is admitted",
        SOON,
        () -> alpha.apply("ci", pod(image, SOCKET)),
        Result::isSuccess);
    Cluster.await(
        "the pod is admitted", SOON, () -> beta.apply("ci", pod(image, SOCKET)), Result::isSuccess);
    alpha.awaitReady("ci");
    beta.awaitReady("ci");
    // the way past the webhook's swap, which leads to the same socket; before the socket exists,
    // containerd would create a directory of that name
    beta.apply("direct", pod(image, "/run/eci/docker/docker.sock")).orThrow();
    beta.awaitReady("direct");
  }

  @AfterAll
  static void remove(Cluster cluster) {
    cluster.kubectl("delete", "ecipolicy", "alpha", "beta", "--ignore-not-found");
    cluster.kubectl("delete", "namespace", "alpha", "beta", "--ignore-not-found", "--timeout=60s");
    dockerd.close();
  }

  @Test
  @Order(1)
  @DisplayName(
      "a node without a dockerd answers each request with that reason, and reports it in EciNode")
  void reportsMissingDockerd(Cluster cluster) {
    assertThat(alpha.exec("ci", "docker", "ps").text())
        .startsWith("Error response from daemon: enhanced container isolation: no dockerd runs on");
    assertThat(condition(cluster)).startsWith("False DockerNotRunning");
  }

  @Test
  @Order(2)
  @DisplayName("SOCK-5: what a pod creates has a private user namespace, privileged or not")
  void createsContainersInUserNamespaces(Cluster cluster) {
    dockerd.start();
    Cluster.await(
        "docker ps works in the pod",
        SOON,
        () -> alpha.exec("ci", "docker", "ps"),
        Result::isSuccess);

    String map = runInAlpha("docker run --rm eci-test/busybox:lab -c 'cat /proc/self/uid_map'");
    String privileged =
        runInAlpha("docker run --rm --privileged eci-test/busybox:lab -c 'cat /proc/self/uid_map'");
    String runc =
        runInAlpha(
            "docker run --rm --runtime=runc eci-test/busybox:lab -c 'cat /proc/self/uid_map'");

    assertThat(spaced(map)).matches(OWN).isNotEqualTo(alpha.uidMap("ci", "main"));
    assertThat(spaced(privileged)).matches(OWN).isNotEqualTo(spaced(map));
    assertThat(spaced(runc)).as("the engine's stock runtime is no choice").matches(OWN);
    assertThat(cluster.node("docker", "info", "-f", "{{.DefaultRuntime}}").orThrow())
        .as("containers of the node's admins are theirs")
        .isEqualTo("runc");
  }

  @ParameterizedTest(name = "{0}")
  @Order(3)
  @CsvSource(
      delimiter = '|',
      value = {
        "docker run --rm -v /:/host evil/tool:1             | mount of host path \"/\" is denied",
        "docker run --rm -v /srv:/data evil/tool:1          | mount of host path \"/srv\" is denied",
        "docker run --rm --pid=host evil/tool:1             | sharing the node's pid namespace is denied",
        "docker run --rm --runtime=crun evil/tool:1         | runtime \"crun\" is denied",
        "docker run --rm -v /var/run/docker.sock:/s evil/tool:1 | docker socket mount denied for container with image \"docker.io/evil/tool\"; image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"alpha\".",
        "docker volume create -o type=none -o o=bind -o device=/run/docker.sock v | mount of \"/run/docker.sock\" is denied, because on this node it is the engine's own socket",
        "docker push eci-test/busybox:lab                   | is blocked; if you wish to allow it, configure the docker socket command list in EciPolicy \"alpha\".",
        "mkdir -p /b; echo FROM eci-test/busybox:lab > /b/Dockerfile; DOCKER_BUILDKIT=0 docker build /b | docker build is denied on this node",
      })
  void deniesForbiddenCommands(String command, String text) {
    Result result = alpha.exec("ci", "sh", "-c", command);
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.text()).contains("enhanced container isolation: ").contains(text);
  }

  @Test
  @Order(4)
  @DisplayName("SOCK-5: a container with the socket is held to its creator's policies, and its own")
  void appliesPoliciesOfCreatorToNestedContainers(Cluster cluster) {
    assertThat(runInAlpha(NESTED + " eci-test/docker:lab -c 'docker ps -q'")).isNotBlank();
    assertThat(output(alpha, NESTED + " eci-test/docker:lab -c 'docker push eci-test/busybox:lab'"))
        .contains("command list in EciPolicy \"alpha\".");
    assertThat(output(alpha, NESTED + " eci-test/docker:lab -c 'docker run -v /:/h evil/tool:1'"))
        .contains("mount of host path \"/\" is denied");
    assertThat(
            output(
                alpha,
                NESTED + " --label eci.dev/namespace=none eci-test/docker:lab -c 'docker push x'"))
        .contains("command list in EciPolicy \"alpha\".");
    cluster
        .node(
            "sh",
            "-c",
            "docker run -d --name others -v /run/eci/docker/docker.sock:%1$s eci-test/docker:lab -c 'sleep 600'"
                .formatted(SOCKET))
        .orThrow();
    assertThat(cluster.node("docker", "exec", "others", "docker", "ps").text())
        .contains("was not created by a pod through this socket");
    assertThat(output(alpha, "docker exec others id")).contains("is not protected");
  }

  @Test
  @Order(4)
  @DisplayName("SOCK-5: a pod uses its namespace's containers, and none of the node or other pods")
  void limitsPodsToOwnContainers(Cluster cluster) {
    cluster
        .node(
            "sh",
            "-c",
            "docker run -d --name admins -e SECRET=canary eci-test/busybox:lab -c 'echo canary; sleep 600'")
        .orThrow();
    String run =
        "docker run -d --name %s -e SECRET=canary eci-test/busybox:lab -c 'echo canary; sleep 600'";
    beta.exec("ci", "sh", "-c", run.formatted("betas")).orThrow();
    runInAlpha(run.formatted("alphas"));
    String every =
        """
        for c in inspect logs top diff 'stats --no-stream' pause unpause 'update --memory=64m --memory-swap=64m' 'kill -s USR1' 'rename %1$s-new' 'exec %1$s id' 'commit %1$s taken' export; do
          case $c in rename*) set -- rename %1$s %1$s-new;; exec*) set -- exec %1$s id;; commit*) set -- commit %1$s taken;; *) set -- $c %1$s;; esac
          timeout 30 docker "$@" > /tmp/said 2>&1 < /dev/null && echo "$1 done" || echo "$1 $(grep -c 'enhanced container isolation: container' /tmp/said)"
          grep -q canary /tmp/said && echo leaked
        done
        docker run --rm --pid=container:%1$s eci-test/busybox:lab -c true > /tmp/said 2>&1 && echo joined done || echo "joined $(grep -c 'enhanced container isolation' /tmp/said)"
        docker network connect bridge %1$s 2>&1 | grep -q 'enhanced container isolation: container' && echo connect 1
        docker rm -f %1$s > /tmp/said 2>&1 && ! grep -q enhanced /tmp/said && echo rm done || echo rm 1
        """;
    for (String other : new String[] {"admins", "betas"}) {
      assertThat(runInAlpha(every.formatted(other)).lines())
          .as(other)
          .hasSize(16)
          .allMatch(line -> line.endsWith(" 1"));
      assertThat(cluster.node("docker", "inspect", "-f", "{{.State.Status}}", other).out().strip())
          .isEqualTo("running");
    }
    assertThat(runInAlpha("docker logs alphas; docker inspect alphas; docker exec alphas id"))
        .contains("canary", "uid=0");
    runInAlpha(
        "docker pause alphas && docker unpause alphas && docker rename alphas mine && docker rm -f mine");
    assertThat(output(alpha, "docker service create --name s eci-test/busybox:lab"))
        .contains("is blocked for containers whatever the command list says");
    assertThat(output(alpha, "docker volume prune -f")).contains("is blocked for pods");
    cluster.node("docker", "rm", "-f", "admins", "betas");
  }

  @Test
  @Order(4)
  @DisplayName("SOCK-5: a pod uses its namespace's volumes and networks, and none of others")
  void limitsPodsToOwnVolumesAndNetworks(Cluster cluster) {
    String use =
        """
        docker volume create %1$s && docker network create %1$s
        docker run --rm -v %1$s:/v eci-test/busybox:lab -c 'echo canary > /v/f'
        """;
    cluster.node("sh", "-c", use.formatted("admins")).orThrow();
    beta.exec("ci", "sh", "-c", use.formatted("betas")).orThrow();
    runInAlpha(use.formatted("alphas"));
    String every =
        """
        for c in 'volume inspect %1$s' 'volume create %1$s' 'volume rm %1$s' 'network inspect %1$s' 'network rm %1$s' \\
          'run --rm -v %1$s:/v eci-test/busybox:lab /v/f' 'run --rm --mount type=volume,source=%1$s,target=/v eci-test/busybox:lab /v/f' \\
          'run --rm --network=%1$s eci-test/busybox:lab /v/f' 'network connect %1$s mine' 'network disconnect -f %1$s mine'; do
          timeout 30 docker $c > /tmp/said 2>&1 < /dev/null; grep -c 'was not created by pods of this namespace' /tmp/said
        done
        """;
    runInAlpha("docker run -d --name mine eci-test/busybox:lab -c 'sleep 600'");
    for (String other : new String[] {"admins", "betas"}) {
      assertThat(output(alpha, every.formatted(other)).lines())
          .as(other)
          .hasSize(10)
          .allMatch("1"::equals);
    }
    // a volume that the engine creates with a container is its creator's, too
    runInAlpha("docker run --rm -v fresh:/v eci-test/busybox:lab -c 'echo own > /v/f'");
    assertThat(runInAlpha("docker run --rm -v fresh:/v:ro eci-test/busybox:lab -c 'cat /v/f'"))
        .contains("own");
    assertThat(runInAlpha("docker volume inspect -f '{{.Labels}}' fresh")).contains("alpha");
    assertThat(output(beta, "docker volume rm fresh")).contains("of this namespace");
    runInAlpha(
        "docker network connect alphas mine && docker network inspect alphas | grep -q mine && docker network disconnect alphas mine && docker rm -f mine && docker network rm alphas && docker volume rm alphas fresh");
    cluster
        .node("sh", "-c", "docker network rm admins betas && docker volume rm admins betas")
        .orThrow();
  }

  @Test
  @Order(5)
  @DisplayName("SOCK-6: each namespace has its list, whatever way its pods come by the socket")
  void appliesListOfEachNamespace(Cluster cluster) {
    for (String pod : new String[] {"ci", "direct"}) {
      assertThat(beta.exec(pod, "docker", "ps").text())
          .as(pod)
          .contains("command list in EciPolicy \"beta\".");
      beta.exec(pod, "docker", "images").orThrow();
    }
    runInAlpha("docker ps");
    assertThat(beta.apply("evil", pod("evil/tool:1", SOCKET)).text())
        .contains("docker socket mount denied for container with image \"docker.io/evil/tool\"")
        .contains("EciPolicy \"beta\"");
    assertThat(log(cluster))
        .anyMatch(line ->
            line.contains("\"rule\":\"SOCK-4\",\"policy\":\"beta\"")
                && line.contains("\"caller\":\"namespace beta, container beta/ci/main "));
  }

  @Test
  @Order(6)
  @DisplayName(
      "ISO-10: with eci-runtime as BuildKit's runtime pods build, each step in a private user namespace; before, they are denied")
  void allowsBuildsUnderLauncher(Cluster cluster) {
    assumeTrue(cluster.environment().containsKey("ECI_LAB_PLUGINS"), "the lab has no buildx");
    dockerd.buildx("alpha", "ci");
    runInAlpha(
        """
        mkdir -p /b && cd /b && head -c 3000000 /dev/urandom > large && cat > Dockerfile <<'F'
        FROM eci-test/busybox:lab
        COPY --chown=21:22 large /large
        RUN cat /proc/self/uid_map > /map; touch /made; chown 23:24 /made
        F
        """);
    // the node's admin, without the proxy
    assertThat(
            cluster
                .node(
                    "sh",
                    "-c",
                    "printf 'FROM eci-test/busybox:lab\nRUN cat /proc/self/uid_map' | DOCKER_BUILDKIT=0 docker build -")
                .orThrow())
        .containsPattern("0 +0 +4294967295");
    assertThat(output(alpha, BUILD)).contains("docker build is denied on this node");

    dockerd.restart("DOCKER_BUILDKIT_RUNC_COMMAND=/opt/eci/docker/bin/eci-runtime");
    try {
      Cluster.await(
          "the pod may build", SOON, () -> alpha.exec("ci", "sh", "-c", BUILD), Result::isSuccess);
      String built =
          runInAlpha(
              "docker run --rm eci-test/built:1 -c 'cat /map; stat -c \"%u %g\" /large /made /map'");
      assertThat(built.replaceAll("[ \\t]+", " ").strip()).matches(OWN + "\n21 22\n23 24\n0 0");
      assertThat(output(alpha, BUILD + " --network=host"))
          .contains("enhanced container isolation: build entitlement \"network.host\" is denied");
      assertThat(output(alpha, BUILD + " --allow security.insecure"))
          .contains(
              "enhanced container isolation: build entitlement \"security.insecure\" is denied");
      assertThat(output(alpha, "cd /b && DOCKER_BUILDKIT=0 docker build ."))
          .contains("docker build without BuildKit is denied on this node");
    } finally {
      // with it, the node could not be uninstalled
      dockerd.restart();
    }
    Cluster.await(
        "docker ps works in the pod",
        SOON,
        () -> alpha.exec("ci", "docker", "ps"),
        Result::isSuccess);
  }

  @Test
  @Order(7)
  @DisplayName("while the agent is replaced nothing passes unchecked, and pods keep their socket")
  void keepsSocketOverAgentReplacement(Cluster cluster) {
    cluster
        .kubectl(
            "-n",
            Product.NAMESPACE,
            "delete",
            "pod",
            "-l",
            "app.kubernetes.io/name=eci-agent",
            "--grace-period=0",
            "--force",
            "--wait=false")
        .orThrow();
    Result meanwhile = alpha.exec("ci", "docker", "push", "eci-test/busybox:lab");
    assertThat(meanwhile.text()).contains("enhanced container isolation: ");
    Cluster.await(
        "docker ps works in the pod",
        SOON,
        () -> alpha.exec("ci", "docker", "ps"),
        Result::isSuccess);
    assertThat(alpha.exec("ci", "docker", "push", "eci-test/busybox:lab").text())
        .contains("command list in EciPolicy \"alpha\".");
  }

  @Test
  @Order(8)
  @DisplayName(
      "taken off the node, dockerd has its settings back to the byte and no socket is left")
  void restoresDockerdOnUninstall(Cluster cluster) {
    assertThat(settings(cluster)).contains("eci-runtime");
    cluster
        .kubectl(
            "delete",
            "namespace",
            "alpha",
            "beta",
            "story",
            "kinds",
            "agentdown",
            "coldstart",
            "--ignore-not-found",
            "--timeout=90s")
        .orThrow();
    Product.desire(cluster, "Removed");
    Cluster.await(
        "nothing of ours is on the node",
        Duration.ofSeconds(90),
        () -> cluster.node("ls", "/opt/eci"),
        r -> !r.isSuccess());

    assertThat(settings(cluster)).isEqualTo(NodeDockerd.SETTINGS);
    assertThat(cluster.node("docker", "info", "-f", "{{.Runtimes}}").orThrow())
        .doesNotContain("eci");
    assertThat(cluster.node("ls", "/run/eci/docker", "/run/eci/engine").out()).isBlank();
    Product.desire(cluster, "Installed");
    Product.awaitNodes(cluster);
  }

  private static String pod(String image, String path) {
    return """
    volumes: [{name: socket, hostPath: {path: %s}}]
    containers:
      - name: main
        image: "%s"
        imagePullPolicy: Never
        command: [sleep, "3600"]
        volumeMounts: [{name: socket, mountPath: /var/run/docker.sock}]
    """
        .formatted(path, image);
  }

  private static String runInAlpha(String script) {
    return alpha.exec("ci", "sh", "-c", script).orThrow();
  }

  private static String output(Pods pods, String script) {
    return pods.exec("ci", "sh", "-c", script).text();
  }

  private static Stream<String> log(Cluster cluster) {
    return cluster
        .kubectl("-n", Product.NAMESPACE, "logs", "daemonset/eci-agent")
        .orThrow()
        .lines();
  }

  private static String spaced(String map) {
    return map.replaceAll("\\s+", " ").strip();
  }

  private static String settings(Cluster cluster) {
    return cluster.node("cat", NodeDockerd.CONFIG).out();
  }

  private static String condition(Cluster cluster) {
    return Cluster.await(
        "EciNode tells of the socket",
        SOON,
        () ->
            cluster
                .kubectl(
                    "get",
                    "ecinodes",
                    "-o",
                    "jsonpath={range .items[*].status.conditions[?(@.type==\"DockerSocket\")]}{.status} {.reason}{end}")
                .out(),
        text -> !text.contains("NotRequired"));
  }
}
