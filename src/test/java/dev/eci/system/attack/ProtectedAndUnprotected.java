// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The same container twice: one without ECI (runtime runc), one with ECI (the engine's default).
 * What is done to both differs in nothing else.
 */
public final class ProtectedAndUnprotected implements AutoCloseable {
  private static final String UNPROTECTED = "without";
  private static final String PROTECTED = "with";

  private final DockerHost host;
  private final Containers containers;

  private ProtectedAndUnprotected(DockerHost host, Containers containers) {
    this.host = host;
    this.containers = containers;
  }

  public static ProtectedAndUnprotected start(DockerHost host, String prefix, String... options) {
    Programs.compile(host);
    ProtectedAndUnprotected protectedAndUnprotected =
        new ProtectedAndUnprotected(host, new Containers(host, prefix));
    try {
      protectedAndUnprotected.containers.start(
          UNPROTECTED, words(options, Programs.MOUNT, "--runtime=runc"));
      protectedAndUnprotected.containers.start(PROTECTED, words(options, Programs.MOUNT));
      return protectedAndUnprotected;
    } catch (RuntimeException e) {
      protectedAndUnprotected.close();
      throw e;
    }
  }

  /** A shell script in the container without ECI. */
  public Result runUnprotected(String script) {
    return containers.exec(UNPROTECTED, script);
  }

  /** A shell script in the container with ECI. */
  public Result runProtected(String script) {
    return containers.exec(PROTECTED, script);
  }

  /**
   * A program of the node as root of the container without ECI, in these of its namespaces;
   * nsenter's letters, like "mnp".
   */
  public Result enterUnprotected(String namespaces, String script) {
    return enter(containers.pid(UNPROTECTED), "", namespaces, script);
  }

  /** The same with ECI: in its user namespace, which the other does not have, as its root. */
  public Result enterProtected(String namespaces, String script) {
    return enter(containers.pid(PROTECTED), "-U -S 0 -G 0", namespaces, script);
  }

  private Result enter(long pid, String user, String namespaces, String script) {
    String letters =
        String.join(" ", Stream.of(namespaces.split("")).map(letter -> "-" + letter).toList());
    // descriptors that the script's first line opens still exist after it entered the namespaces
    String[] lines = script.split("\n", 2);
    String open = lines.length == 2 ? lines[0] : "";
    return host.script(
        "%s\nexec nsenter -t %d %s %s -- sh -c '%s'"
            .formatted(open, pid, user, letters, lines[lines.length - 1].strip()));
  }

  public long unprotectedPid() {
    return containers.pid(UNPROTECTED);
  }

  public long protectedPid() {
    return containers.pid(PROTECTED);
  }

  /** The node's uid that is root in the container with ECI. */
  public long base() {
    return containers.base(PROTECTED);
  }

  public String unprotectedName() {
    return containers.name(UNPROTECTED);
  }

  public String protectedName() {
    return containers.name(PROTECTED);
  }

  @Override
  public void close() {
    containers.close();
  }

  private static String[] words(String[] options, String... more) {
    return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
  }
}
