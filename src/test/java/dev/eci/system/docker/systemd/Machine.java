// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.systemd;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import dev.eci.harness.docker.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A container that plays a machine: systemd, containerd, and Docker with the units its packages
 * bring. Its root is the lab's node image, since that one boots.
 */
final class Machine implements AutoCloseable {
  private static final Duration BOOTS = Duration.ofSeconds(90);
  private static final String DOCKER_SERVICE =
      """
      [Unit]
      After=containerd.service
      Requires=docker.socket
      [Service]
      Type=notify
      ExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock
      ExecReload=/bin/kill -s HUP $MAINPID
      Restart=always
      Delegate=yes
      KillMode=process
      [Install]
      WantedBy=multi-user.target
      """;
  private static final String DOCKER_SOCKET =
      """
      [Socket]
      ListenStream=/run/docker.sock
      SocketMode=0660
      [Install]
      WantedBy=sockets.target
      """;

  private final Map<String, String> lab;
  private final String name;

  private Machine(Map<String, String> lab, String name) {
    this.lab = lab;
    this.name = name;
  }

  static Machine boot() {
    Lab.up();
    Map<String, String> lab = Lab.environment();
    Machine machine = new Machine(lab, "eci-systemd-" + ProcessHandle.current().pid());
    try {
      // in the host's cgroup namespace systemd would mount every controller that the host leaves
      // unused, and what it makes there outlives it
      machine.outside(
          Stream.of(
              "docker run -d --privileged --security-opt seccomp=unconfined --cgroupns=private --tmpfs /run --tmpfs /tmp"
                  .split(" ")),
          Stream.of("-v", "/var", "--name", machine.name, lab.get("ECI_LAB_NODE_IMAGE")));
      await("systemd is up", () -> machine.sh("systemctl is-active multi-user.target"));
      machine.installDocker();
      return machine;
    } catch (RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  private void installDocker() {
    for (String program : List.of("dockerd", "docker-proxy", "docker")) {
      copy(Path.of(outside(Stream.of("which", program), Stream.of())), "/usr/bin/" + program);
    }
    write("/etc/systemd/system/docker.service", DOCKER_SERVICE);
    write("/etc/systemd/system/docker.socket", DOCKER_SOCKET);
    sh("systemctl daemon-reload && systemctl start docker.socket docker.service").orThrow();
  }

  /** Loads the tests' image into the machine's engine. */
  void loadImage() {
    outside(
        Stream.of("bash", "-c", "docker save \"$0\" | docker exec -i \"$1\" docker load"),
        Stream.of(DockerHost.IMAGE, name));
  }

  /** A shell script of the machine's root. */
  Result sh(String script) {
    return Command.of(lab, "docker", "exec", name, "bash", "-c", script).run();
  }

  void write(String path, String content) {
    Command.of(lab, "docker", "exec", "-i", name, "bash", "-c", "cat > " + path)
        .run(content)
        .orThrow();
  }

  /** Unpacks what {@code make package-host} packs, in /root. */
  void unpackProduct() {
    String archive =
        outside(Stream.of(Project.ROOT.resolve("deploy/host/build").toString()), Stream.of());
    copy(Path.of(archive.lines().toList().getLast()), "/root/eci-agent.tar.gz");
    sh("cd /root && tar xzf eci-agent.tar.gz && mv eci-agent-*/ eci-agent").orThrow();
  }

  /** Until it succeeds; what it printed. */
  static String await(String what, Supplier<Result> step) {
    return Cluster.await(what, BOOTS, step, Result::isSuccess).out().strip();
  }

  private void copy(Path file, String to) {
    outside(Stream.of("docker", "cp", "-qL"), Stream.of(file.toString(), name + ":" + to));
  }

  private String outside(Stream<String> words, Stream<String> more) {
    List<String> all = new ArrayList<>(Stream.concat(words, more).toList());
    return Command.of(lab, all.toArray(String[]::new)).run().orThrow();
  }

  @Override
  public void close() {
    Command.of(lab, "docker", "rm", "-fv", name).run();
  }
}
