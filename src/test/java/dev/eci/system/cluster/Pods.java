// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import java.time.Duration;

/** The pods of one namespace, for tests that create and watch some. */
public record Pods(Cluster cluster, String namespace) {

  /**
   * In a separate namespace, so that tests do not see each other's pods; creates it if it does not
   * exist.
   */
  public static Pods createNamespace(Cluster cluster, String namespace) {
    cluster.kubectl("create", "namespace", namespace);
    Cluster.await(
        "default service account of " + namespace,
        Duration.ofSeconds(30),
        () -> cluster.kubectl("-n", namespace, "get", "serviceaccount", "default"),
        Result::isSuccess);
    return new Pods(cluster, namespace);
  }

  /**
   * Applies a pod with the shared image; {@code spec} are further fields of its spec, one a line.
   */
  public Result apply(String name, String spec) {
    return cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s}
        spec:
          terminationGracePeriodSeconds: 0
        %s\
        """
            .formatted(name, namespace, spec.indent(2)));
  }

  /** The one-line spec of a container that sleeps. */
  public static String sleeping() {
    return "containers: [{name: main, image: \"eci-test/busybox:lab\", imagePullPolicy: Never, command: [sleep, \"3600\"]}]\n";
  }

  public void awaitReady(String name) {
    Result ready =
        cluster.kubectl(
            "-n", namespace, "wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s");
    if (!ready.isSuccess()) {
      throw new IllegalStateException(
          "%s%n%s%nagent: %s"
              .formatted(
                  ready.text(),
                  cluster.kubectl("-n", namespace, "describe", "pod", name).text(),
                  cluster.kubectl("-n", "eci-system", "logs", "ds/eci-agent", "--tail=40").text()));
    }
  }

  public void start(String name, String spec) {
    apply(name, spec).orThrow();
    awaitReady(name);
  }

  /** Runs a command in the container "main". */
  public Result exec(String pod, String... words) {
    return execIn(pod, "main", words);
  }

  public Result execIn(String pod, String container, String... words) {
    String[] all = new String[words.length + 7];
    String[] head = {"-n", namespace, "exec", pod, "-c", container, "--"};
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(words, 0, all, head.length, words.length);
    return cluster.kubectl(all);
  }

  /** {@code 0 <base> 65536} with single spaces. */
  public String uidMap(String pod, String container) {
    return execIn(pod, container, "cat", "/proc/self/uid_map")
        .orThrow()
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** The messages of a pod's events, a line each. */
  public String events(String pod) {
    return cluster
        .kubectl(
            "-n",
            namespace,
            "get",
            "events",
            "--field-selector",
            "involvedObject.name=" + pod,
            "-o",
            "jsonpath={range .items[*]}{.reason}: {.message}{\"\\n\"}{end}")
        .orThrow();
  }

  public void delete(String... names) {
    for (String name : names) {
      cluster
          .kubectl("-n", namespace, "delete", "pod", name, "--now", "--ignore-not-found")
          .orThrow();
    }
  }
}
