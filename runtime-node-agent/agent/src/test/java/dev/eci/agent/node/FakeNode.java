// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.installer.handler.FakeContainerd;
import dev.eci.installer.handler.Installer;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A complete node in a directory: files, processes, and containerd. */
final class FakeNode {
  final HostRoot root;
  final FakeContainerd containerd;
  final FakeNodeDockerControl docker = new FakeNodeDockerControl();
  private final Path proc;
  private final Path launcher;

  FakeNode(Path directory) throws IOException {
    root = new HostRoot(Files.createDirectory(directory.resolve("node")));
    proc = Files.createDirectory(directory.resolve("proc"));
    launcher = Files.writeString(directory.resolve("eci-runtime"), "launcher");
    Path config = root.root().resolve("etc/containerd/config.toml");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "version = 3\n# of the admin");
    Path runc = root.root().resolve("usr/sbin/runc");
    Files.createDirectories(runc.getParent());
    Files.writeString(runc, "runc");
    if (!runc.toFile().setExecutable(true)) {
      throw new IOException("cannot make a file executable");
    }
    Files.createDirectories(root.root().resolve("opt"));
    put("sys/kernel/osrelease", "6.18.0\n");
    put("sys/user/max_user_namespaces", "1000\n");
    process("1", "systemd", "/sbin/init");
    process("50", "containerd", "/usr/bin/containerd");
    containerd = new FakeContainerd(root);
  }

  /** The preflight checks then find no containerd. */
  void stopContainerd() throws IOException {
    Files.delete(proc.resolve("50/comm"));
  }

  void startContainerd() throws IOException {
    put("50/comm", "containerd\n");
  }

  /** How long the node's first process has been running. */
  void bootedBefore(Duration uptime) throws IOException {
    put("uptime", "%d.50 100.00\n".formatted(1000 + uptime.toSeconds()));
    put("1/stat", "1 (init (x)) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 100000 1 1\n");
  }

  void container(String id) throws IOException {
    Path bundle = root.root().resolve("run/containerd/io.containerd.runtime.v2.task/k8s.io/" + id);
    Files.createDirectories(bundle);
    Files.writeString(bundle.resolve("config.json"), "{\"annotations\":{}}");
    Files.writeString(bundle.resolve("runtime"), "/opt/eci/bin/eci-runtime");
    Files.writeString(bundle.resolve("init.pid"), id);
    put(id + "/uid_map", "0 131072 65536\n");
  }

  /** A container of a pod under containerd's default runtime. */
  void plainContainer(String id, String namespace, String pod) throws IOException {
    container(id);
    Path bundle = root.root().resolve("run/containerd/io.containerd.runtime.v2.task/k8s.io/" + id);
    Files.writeString(
        bundle.resolve("config.json"),
        "{\"annotations\":{\"io.kubernetes.cri.container-name\":\"main\",\"io.kubernetes.cri.sandbox-name\":\"%s\",\"io.kubernetes.cri.sandbox-namespace\":\"%s\"}}"
            .formatted(pod, namespace));
    Files.writeString(bundle.resolve("runtime"), "");
    put(id + "/uid_map", "0 0 4294967295\n");
  }

  void removeContainer(String id) throws IOException {
    Path bundle = root.root().resolve("run/containerd/io.containerd.runtime.v2.task/k8s.io/" + id);
    for (String file : List.of("config.json", "runtime", "init.pid", "")) {
      Files.delete(bundle.resolve(file));
    }
  }

  NodeAgent agent(KubernetesClient client, String name) {
    return agent(client, name, Duration.ofMillis(300));
  }

  NodeAgent agent(KubernetesClient client, String name, Duration interval) {
    return new NodeAgent(
        client,
        name,
        new NodeAgent.Host(
            root,
            proc,
            FakeNode::run,
            containerd,
            new ContainerdPaths(),
            namespace -> !namespace.equals("exempt"),
            docker),
        new Installer.Settings(launcher, "/run/eci/agent.sock", "1.0"),
        new NodeAgent.Pace(interval, Duration.ofMillis(200)));
  }

  /** A dockerd whose state the test sets. */
  static final class FakeNodeDockerControl implements NodeDockerControl {
    private volatile DockerSocketState state = DockerSocketState.NOT_REQUIRED;
    private volatile Runnable onChange = () -> {};

    void setState(DockerSocketState now) {
      state = now;
      onChange.run();
    }

    @Override
    public void keep() {}

    @Override
    public int remove() {
      return 0;
    }

    @Override
    public DockerSocketState state() {
      return state;
    }

    @Override
    public void onChange(Runnable listener) {
      this.onChange = listener;
    }
  }

  Map<String, String> files() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(root.root().relativize(file).toString(), Files.readString(file));
      }
    }
    return found;
  }

  private static CommandResult run(Duration limit, List<String> command) {
    return switch (command.getLast()) {
      case "--version" ->
          new CommandResult(0, "containerd github.com/containerd/containerd/v2 v2.1.9 x\n", "");
      case "features" ->
          new CommandResult(
              0,
              "{\"linux\":{\"namespaces\":[\"user\"],\"mountExtensions\":{\"idmap\":{\"enabled\":true}}},\"annotations\":{\"org.opencontainers.runc.version\":\"1.3.6\"}}",
              "");
      default -> new CommandResult(127, "", "no such command");
    };
  }

  private void process(String pid, String comm, String binary) throws IOException {
    put(pid + "/comm", comm + "\n");
    put(pid + "/status", "PPid:\t0\n");
    put(pid + "/cgroup", "0::/system.slice/" + comm + ".service\n");
    put(pid + "/cmdline", binary + "\0");
    put(pid + "/environ", "PATH=/usr/sbin:/usr/bin\0");
    Files.createDirectories(proc.resolve(pid + "/ns"));
    Files.createSymbolicLink(proc.resolve(pid + "/ns/mnt"), Path.of("mnt:[1]"));
  }

  private void put(String file, String content) throws IOException {
    Files.createDirectories(proc.resolve(file).getParent());
    Files.writeString(proc.resolve(file), content);
  }
}
