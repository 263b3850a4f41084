// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The lab (src/test/lab): a Docker Engine and a KinD node image, of this machine or built on
 * demand.
 */
public final class Lab {
  private static final Duration COLD = Duration.ofMinutes(60);

  private Lab() {}

  /** Starts everything that a cluster needs. Returns at once if it runs. */
  public static void up() {
    lab("up").show();
  }

  /** Builds crun, so that it is among the lab's programs. */
  public static void crun() {
    lab("crun").show();
  }

  /**
   * What the whole gallery needs: a root file system of distribution packages, client libraries.
   */
  public static void gallery() {
    lab("gallery").show();
  }

  /** A healthy cluster of this name: the existing one, or a new one. */
  public static Cluster cluster(String name) {
    lab("cluster-up", name).show();
    return new Cluster(name, environment(name));
  }

  /**
   * The same with nodes that have another container runtime or OCI runtime.
   *
   * @param kind as {@code lab cluster-up --node} takes it
   */
  public static Cluster cluster(String name, String kind) {
    lab("cluster-up", name, "--node", kind).show();
    return new Cluster(name, environment(name));
  }

  public static void deleteCluster(String name) {
    lab("cluster-down", name).show();
  }

  /** Loads images from the Docker Engine onto the cluster's nodes. */
  public static void load(String cluster, String... images) {
    lab(Stream.concat(Stream.of("load", cluster), Stream.of(images)).toArray(String[]::new)).show();
  }

  /**
   * The variables under which programs talk to engine and cluster; PATH starts with the lab's own
   * programs.
   */
  public static Map<String, String> environment(String cluster) {
    return environment(lab("env", cluster));
  }

  /** The same without a cluster: for the engine alone. */
  public static Map<String, String> environment() {
    return environment(lab("env"));
  }

  private static Map<String, String> environment(Command question) {
    Map<String, String> variables = new LinkedHashMap<>();
    question
        .run()
        .orThrow()
        .lines()
        .filter(line -> line.contains("="))
        .forEach(line -> {
          int equals = line.indexOf('=');
          variables.put(line.substring(0, equals), line.substring(equals + 1));
        });
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", variables.get("ECI_LAB_BIN") + ":" + System.getenv("PATH"));
    return environment;
  }

  private static Command lab(String... words) {
    String[] all =
        Stream.concat(
                Stream.of(Project.ROOT.resolve("src/test/lab/lab").toString()), Stream.of(words))
            .toArray(String[]::new);
    return Command.of(Map.of(), all).within(COLD);
  }
}
