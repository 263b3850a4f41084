package dev.eci.system.attack;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The same container twice: one that runs without us (runtime runc), one with us (the engine's
 * default). What is done to both differs in nothing else.
 */
public final class Pair implements AutoCloseable {
  private static final String WITHOUT = "without";
  private static final String WITH = "with";

  private final DockerHost host;
  private final Containers containers;

  private Pair(DockerHost host, Containers containers) {
    this.host = host;
    this.containers = containers;
  }

  public static Pair start(DockerHost host, String prefix, String... options) {
    Programs.compile(host);
    Pair pair = new Pair(host, new Containers(host, prefix));
    try {
      pair.containers.start(WITHOUT, words(options, Programs.MOUNT, "--runtime=runc"));
      pair.containers.start(WITH, words(options, Programs.MOUNT));
      return pair;
    } catch (RuntimeException e) {
      pair.close();
      throw e;
    }
  }

  /** A shell script in the container without us. */
  public Result without(String script) {
    return containers.exec(WITHOUT, script);
  }

  /** A shell script in the container with us. */
  public Result with(String script) {
    return containers.exec(WITH, script);
  }

  /**
   * A program of the node as root of the container without us, in these of its namespaces;
   * nsenter's letters, like "mnp".
   */
  public Result enteringWithout(String namespaces, String script) {
    return entering(containers.pid(WITHOUT), "", namespaces, script);
  }

  /** The same with us: in its user namespace, which the other does not have, as its root. */
  public Result enteringWith(String namespaces, String script) {
    return entering(containers.pid(WITH), "-U -S 0 -G 0", namespaces, script);
  }

  private Result entering(long pid, String user, String namespaces, String script) {
    String letters =
        String.join(" ", Stream.of(namespaces.split("")).map(letter -> "-" + letter).toList());
    // descriptors that the script's first line opens are there after the entering
    String[] lines = script.split("\n", 2);
    String open = lines.length == 2 ? lines[0] : "";
    return host.script(
        "%s\nexec nsenter -t %d %s %s -- sh -c '%s'"
            .formatted(open, pid, user, letters, lines[lines.length - 1].strip()));
  }

  public long pidWithout() {
    return containers.pid(WITHOUT);
  }

  public long pidWith() {
    return containers.pid(WITH);
  }

  /** The node's uid that is root in the container with us. */
  public long base() {
    return containers.base(WITH);
  }

  public String nameWithout() {
    return containers.name(WITHOUT);
  }

  public String nameWith() {
    return containers.name(WITH);
  }

  @Override
  public void close() {
    containers.close();
  }

  private static String[] words(String[] options, String... more) {
    return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
  }
}
