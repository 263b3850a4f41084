// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

import dev.eci.harness.Command.Result;
import java.util.ArrayList;
import java.util.List;

/** Containers of one test, by names of its own, all removed at its end. */
public final class Containers implements AutoCloseable {
  /** Without ECI: {@code 0 0 4294967295}. */
  public static final String PROTECTED = "0 [1-9]\\d{4,9} 65536";

  private final DockerHost host;
  private final String prefix;
  private final List<String> names = new ArrayList<>();

  public Containers(DockerHost host, String prefix) {
    this.host = host;
    this.prefix = prefix;
  }

  /** The whole name of a container: what the engine calls it. */
  public String name(String name) {
    return prefix + "-" + name;
  }

  /** {@code docker run -d OPTIONS} of a container that sleeps; throws if it does not start. */
  public String start(String name, String... options) {
    tryStart(name, options).orThrow();
    return name(name);
  }

  public Result tryStart(String name, String... options) {
    List<String> words =
        new ArrayList<>(List.of("run", "-d", "--stop-timeout=0", "--name", name(name)));
    names.add(name(name));
    words.addAll(List.of(options));
    words.addAll(List.of("--entrypoint", "sleep", DockerHost.IMAGE, "3600"));
    return host.docker(words.toArray(String[]::new));
  }

  /** {@code docker run --rm OPTIONS} of a shell script. */
  public Result sh(List<String> options, String script) {
    List<String> words = new ArrayList<>(List.of("run", "--rm"));
    words.addAll(options);
    words.addAll(List.of(DockerHost.IMAGE, "-c", script));
    return host.docker(words.toArray(String[]::new));
  }

  /** A shell script in a running container. */
  public Result exec(String name, String script) {
    return host.docker("exec", name(name), "sh", "-c", script);
  }

  /**
   * {@code 0 <base> 65536} with single spaces, as a process that {@code docker exec} starts sees
   * it.
   */
  public String uidMap(String name) {
    return exec(name, "cat /proc/self/uid_map").orThrow().strip().replaceAll("\\s+", " ");
  }

  /** The node's uid that is the container's root. */
  public long base(String name) {
    return Long.parseLong(uidMap(name).split(" ")[1]);
  }

  public String inspect(String name, String format) {
    return host.docker("inspect", "--format", format, name(name)).orThrow();
  }

  /** Of its first process, on the node. */
  public long pid(String name) {
    return Long.parseLong(inspect(name, "{{.State.Pid}}"));
  }

  public void remove(String name) {
    host.docker("rm", "-fv", name(name)).orThrow();
    names.remove(name(name));
  }

  /** Also for a container that the test made itself. */
  public void removeLater(String name) {
    names.add(name(name));
  }

  @Override
  public void close() {
    if (!names.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("rm", "-fv"));
      words.addAll(names);
      host.docker(words.toArray(String[]::new));
      names.clear();
    }
  }
}
