// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.socket;

import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Docker Engine of the node's own, as a service of its systemd next to the kubelet; like Docker's
 * packages it uses the existing containerd.
 */
final class NodeDockerd implements AutoCloseable {
  /** Contains the docker client in addition to the usual small programs. */
  static final String IMAGE = "eci-test/docker:lab";

  static final String CONFIG = "/etc/docker/daemon.json";

  /** What an admin has written there; ECI must preserve spaces and line ends. */
  static final String SETTINGS = "{\n  \"log-level\":  \"warn\"\n}\n\n";

  private final Cluster cluster;
  private final String node;

  NodeDockerd(Cluster cluster) {
    this.cluster = cluster;
    this.node = cluster.name() + "-control-plane";
  }

  /** Installs programs, images, and the engine's settings; does not start it. */
  void install() {
    host(
        """
        docker rm -f eci-test-docker >/dev/null 2>&1 || true
        docker create --name eci-test-docker docker:cli >/dev/null
        docker cp -qL "$(command -v docker)" eci-test-docker:/bin/docker
        docker commit eci-test-docker eci-test/docker:lab >/dev/null
        docker rm eci-test-docker >/dev/null
        for program in dockerd docker; do docker cp -qL "$(command -v $program)" "$0:/usr/local/bin/$program"; done
        docker save eci-test/docker:lab eci-test/busybox:lab evil/tool:1 | docker exec -i "$0" sh -c 'cat > /var/images.tar'
        """);
    Lab.load(cluster.name(), IMAGE);
    cluster
        .node("sh", "-c", "mkdir -p /etc/docker && printf '%s' \"$0\" > " + CONFIG, SETTINGS)
        .orThrow();
  }

  /** Answers when this returns, and has the images. */
  void start() {
    run();
    cluster.node("docker", "load", "-q", "-i", "/var/images.tar").orThrow();
  }

  /** With this in its environment from now on. */
  void restart(String... environment) {
    // it would wait for those that take no notice of SIGTERM
    cluster
        .node("sh", "-c", "docker ps -q | xargs -r docker kill; systemctl stop docker")
        .orThrow();
    run(environment);
  }

  private void run(String... environment) {
    List<String> words = new ArrayList<>(List.of("systemd-run", "--quiet", "--unit=docker"));
    for (String variable : environment) {
      words.add("--setenv=" + variable);
    }
    words.addAll(
        List.of(
            "dockerd",
            "--userland-proxy=false",
            "--iptables=false",
            "--ip6tables=false",
            "--bip=172.31.99.1/24"));
    cluster.node(words.toArray(String[]::new)).orThrow();
    Cluster.await(
        "the node's dockerd answers",
        Duration.ofSeconds(30),
        () -> cluster.node("docker", "version").isSuccess(),
        is -> is);
  }

  /** The docker client's buildx for a pod, with the C library that the lab's is linked against. */
  void buildx(String namespace, String pod) {
    cluster
        .command(
            "bash",
            "-euc",
            """
            plugin=$ECI_LAB_PLUGINS/docker-buildx
            tar -chP --transform 's,.*/docker-buildx$,/usr/libexec/docker/cli-plugins/docker-buildx,' \\
              "$plugin" $(ldd "$plugin" | grep -o '/[^ ]*') | kubectl -n "$0" exec -i "$1" -- tar -xf - -C / 2>/dev/null
            """,
            namespace,
            pod)
        .run()
        .orThrow();
  }

  /**
   * {@link #IMAGE} by its digest, because these clusters have no registry that could resolve its
   * tag.
   */
  String pinned() {
    String name = "docker.io/eci-test/docker";
    String listed =
        cluster.node("ctr", "-n", "k8s.io", "images", "ls", "name==" + name + ":lab").orThrow();
    Matcher digest = Pattern.compile("sha256:[0-9a-f]{64}").matcher(listed);
    if (!digest.find()) {
      throw new IllegalStateException("no digest in " + listed);
    }
    String image = name + "@" + digest.group();
    cluster.node("ctr", "-n", "k8s.io", "images", "tag", "--force", name + ":lab", image).orThrow();
    return image;
  }

  private void host(String script) {
    cluster.command("bash", "-euc", script, node).run().orThrow();
  }

  @Override
  public void close() {
    cluster.node(
        "sh",
        "-c",
        "docker ps -aq | xargs -r docker rm -f; systemctl stop docker; rm -rf /etc/docker /var/lib/docker /var/images.tar /usr/local/bin/docker*");
  }
}
