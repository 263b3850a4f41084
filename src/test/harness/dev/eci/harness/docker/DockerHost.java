// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Docker host of the tests' own: dockerd 29 from the lab and, after {@link #protect}, the agent.
 *
 * <p>Processes share the machine's pid namespace, so pids seen from outside are those seen inside.
 * User data that containers may mount belongs below /srv.
 */
public final class DockerHost implements AutoCloseable {
  /** One image, with a shell and the usual small programs. */
  public static final String IMAGE = "eci-test/busybox:lab";

  /** Where the agent puts the launcher. */
  public static final String LAUNCHER = "/opt/eci/bin/eci-runtime";

  /** Where users find Docker: proxied, once the agent has taken the socket over. */
  public static final String SOCKET = "/run/docker.sock";

  /** The engine's own socket then, which commands of this host use. */
  public static final String ENGINE_SOCKET = "/run/eci/engine/docker.sock";

  private static final Path AGENT = Project.ROOT.resolve("runtime-node-agent/agent");

  private static final String FAULTY_AGENT = "dev/eci/system/docker/crash/FaultyAgent";
  private static final Pattern PROXY_FLAGS = Pattern.compile("proxy\\) compiler=\"([^\"]+)\"");

  private static final Map<String, String> AS_ITS_UNIT_SAYS = Map.of("MALLOC_ARENA_MAX", "1");

  static final String CONFIG = "/etc/docker/daemon.json";
  private static final String POLICY = "/etc/eci/policy.yaml";
  private static final String[] MORE_IMAGES = {"docker:cli", "evil/tool:1"};

  private final PrivateHost host;
  private final Daemon engine;
  private final Daemon agent;

  private DockerHost(PrivateHost host, Variant variant) {
    this.host = host;
    // these arguments are a unit file's; the tests check daemon.json, where admins configure the
    // engine
    this.engine =
        new Daemon(
            host,
            "dockerd",
            () -> buildKitEnvironment(host),
            List.of(
                "dockerd",
                "--cgroup-parent=/eci-host-" + host.name() + "/docker",
                "--exec-opt=native.cgroupdriver=cgroupfs"),
            () ->
                host.command("docker", "version").within(Duration.ofSeconds(20)).run().isSuccess());
    this.agent =
        new Daemon(
            host,
            "agent",
            () -> AS_ITS_UNIT_SAYS,
            agentWords(variant),
            () ->
                host.run("test", "-S", "/run/eci/agent.sock").isSuccess()
                    && isProtected()
                    && isProxied());
  }

  /** A host with a running engine, without ECI. The name is for its log and its files. */
  public static DockerHost start(String name, Variant variant) {
    Map<String, String> lab = Lab.environment();
    PrivateHost host =
        PrivateHost.start(name + "-" + ProcessHandle.current().pid(), lab, variant.isCgroup2());
    DockerHost started = new DockerHost(host, variant);
    try {
      started.write(CONFIG, variant.daemonJson());
      started.engine.start();
      started.loadImages(lab);
      return started;
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  /**
   * Starts the agent with this policy (YAML, or the text of an admin-settings.json), waits until it
   * is installed, and restarts the engine, as the guide says for hosts whose builds are to be
   * protected.
   */
  public void protect(String policy) {
    write(POLICY, policy);
    agent.start();
    engine.stop();
    engine.start();
  }

  /** Replaces the policy of a protected host. It is in force within seconds. */
  public void policy(String policy) {
    write(POLICY, policy);
  }

  /** The policy of a protected host. */
  public String policy() {
    return read(POLICY);
  }

  /** What the unit's drop-in says. dockerd does not start if the program named there is missing. */
  private static Map<String, String> buildKitEnvironment(PrivateHost host) {
    return host.run("test", "-x", LAUNCHER).isSuccess()
        ? Map.of("DOCKER_BUILDKIT_RUNC_COMMAND", LAUNCHER)
        : Map.of();
  }

  /** {@code docker …} on the host. */
  public Result docker(String... words) {
    return dockerCommand(words).run();
  }

  /** {@code docker …} through the socket that users use. */
  public Result dockerProxied(String... words) {
    return dockerCommandOn(SOCKET, words).run();
  }

  public Command dockerCommand(String... words) {
    return host.command(
        Stream.concat(Stream.of("docker"), Stream.of(words)).toArray(String[]::new));
  }

  /** A command of the host's root. */
  public Result exec(String... words) {
    return host.run(words);
  }

  /** A command of the host's root, with a time limit of its own. */
  public Result execWithin(Duration limit, String... words) {
    return host.command(words).within(limit).run();
  }

  /** A shell script of the host's root. */
  public Result script(String script) {
    return host.run("bash", "-c", script);
  }

  public void write(String path, String content) {
    host.command("bash", "-c", "mkdir -p \"$(dirname \"$0\")\" && cat > \"$0\"", path)
        .run(content)
        .orThrow();
  }

  public String read(String path) {
    Result result = host.run("cat", path);
    result.orThrow();
    return result.out();
  }

  public Daemon engine() {
    return engine;
  }

  public Daemon agent() {
    return agent;
  }

  /** A path of the host as this process reaches it. */
  public Path outside(String path) {
    return host.outside(path);
  }

  /** The socket on which the engine itself listens. */
  public String engineSocket() {
    return host.run("test", "-S", ENGINE_SOCKET).isSuccess() ? ENGINE_SOCKET : SOCKET;
  }

  /**
   * A separate proxy in front of a socket, {@code eci-agent proxy}. It responds when this returns.
   *
   * @param name of its log and policy file
   */
  public Daemon proxy(String name, String policy, String listen, String upstream, String... more) {
    return proxyOf(0, name, policy, listen, upstream, more);
  }

  /** As {@link #proxy}, run by this user, who gets through it. */
  public Daemon proxyOf(
      int user, String name, String policy, String listen, String upstream, String... more) {
    String file = "/run/eci-test/" + name + ".policy";
    write(file, policy);
    List<String> words = new ArrayList<>(userPrefix(user));
    words.addAll(proxyJava());
    words.addAll(List.of("proxy", "--policy", file, "--listen", listen, "--upstream", upstream));
    words.addAll(List.of(more));
    return daemon(
        "proxy-" + name,
        () -> dockerOf(user, listen, "version").isSuccess(),
        words.toArray(String[]::new));
  }

  /** {@code docker …} of a user of the host, on this socket. */
  public Result dockerOf(int user, String socket, String... words) {
    List<String> all = new ArrayList<>(userPrefix(user));
    all.addAll(List.of("docker", "-H", "unix://" + socket));
    all.addAll(List.of(words));
    return host.run(all.toArray(String[]::new));
  }

  private static List<String> userPrefix(int user) {
    return List.of(
        "setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--inh-caps=-all");
  }

  /** A program of the host that keeps running, and is ready when this returns. */
  public Daemon daemon(String name, BooleanSupplier ready, String... words) {
    Daemon daemon = new Daemon(host, name, Map::of, List.of(words), ready);
    daemon.start();
    return daemon;
  }

  /** {@code eci-agent WORDS} on the host, as an administrator runs it. */
  public Result eciAgent(String... words) {
    List<String> all = java();
    all.addAll(List.of(words));
    return host.run(all.toArray(String[]::new));
  }

  /** The same as another user of the host. */
  public Result eciAgentAs(int user, String... words) {
    List<String> all = new ArrayList<>(userPrefix(user));
    all.addAll(java());
    all.addAll(List.of(words));
    return host.run(all.toArray(String[]::new));
  }

  /**
   * The proxy alone, {@code eci-agent proxy}, in front of this host's socket. The caller starts and
   * stops it.
   *
   * @param socket where it listens
   */
  public Daemon proxy(String socket, String policy) {
    String file = "/etc/eci/proxy.yaml";
    write(file, policy);
    List<String> words = proxyJava();
    words.addAll(List.of("proxy", "--policy", file, "--listen", socket));
    return new Daemon(
        host, "proxy", Map::of, words, () -> host.run("test", "-S", socket).isSuccess());
  }

  /** Whether new containers get runtime eci by default. */
  public boolean isProtected() {
    return host.run("docker", "info", "--format", "{{.DefaultRuntime}}")
        .out()
        .strip()
        .equals("eci");
  }

  /** Whether the socket that users use is the proxied one, and responds. */
  public boolean isProxied() {
    return host.run("test", SOCKET, "-ef", "/run/eci/docker/docker.sock").isSuccess()
        && dockerCommandOn(SOCKET, "version").within(Duration.ofSeconds(20)).run().isSuccess();
  }

  private Command dockerCommandOn(String socket, String... words) {
    return dockerCommand(
        Stream.concat(Stream.of("-H", "unix://" + socket), Stream.of(words))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    host.close();
  }

  private void loadImages(Map<String, String> lab) {
    String archive = "/var/lib/docker/images.tar";
    Path outside = Path.of("/proc/" + engine.pid() + "/root" + archive);
    List<String> save = new ArrayList<>(List.of("docker", "save", "-o", outside.toString(), IMAGE));
    save.addAll(List.of(MORE_IMAGES));
    Command.of(lab, save.toArray(String[]::new)).run().orThrow();
    host.run("docker", "load", "-q", "-i", archive).orThrow();
    host.run("rm", archive).orThrow();
  }

  private List<String> agentWords(Variant variant) {
    List<String> words = variant.launcher().equals("debug") ? faultyJava() : java();
    words.addAll(
        List.of(
            "--policy",
            POLICY,
            "--launcher",
            Project.ROOT
                .resolve("runtime-node-agent/launcher/target")
                .resolve(variant.launcher())
                .resolve("eci-runtime")
                .toString()));
    if (!variant.runtime().equals("runc")) {
      words.addAll(List.of("--runtime", variant.runtime()));
    }
    return words;
  }

  private static List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + AGENT.resolve("jvm.options"),
            "-jar",
            AGENT.resolve("target/image/eci-agent.jar").toString()));
  }

  /** With a main class of the tests, which no image contains. */
  private static List<String> faultyJava() {
    URL tests = DockerHost.class.getClassLoader().getResource(FAULTY_AGENT + ".class");
    if (tests == null) {
      throw new IllegalStateException("the test classes are not in the class path");
    }
    String classes = tests.getPath().replace(FAULTY_AGENT + ".class", "");
    List<String> words = java();
    words.remove("-jar");
    String jar = words.removeLast();
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            jar + ":" + classes,
            FAULTY_AGENT.replace('/', '.')));
    return words;
  }

  /** With the flags that the installed command adds for the proxy. */
  private static List<String> proxyJava() {
    Matcher flags = PROXY_FLAGS.matcher(text(Project.ROOT.resolve("deploy/host/eci-agent")));
    if (!flags.find()) {
      throw new IllegalStateException("deploy/host/eci-agent adds nothing for the proxy");
    }
    List<String> words = java();
    words.addAll(2, List.of(flags.group(1).replace("$here", AGENT.toString()).split(" ")));
    return words;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
