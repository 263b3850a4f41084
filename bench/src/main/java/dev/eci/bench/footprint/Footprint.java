// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.footprint;

import dev.eci.bench.BenchmarksPage;
import dev.eci.bench.Measurement;
import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * On a KinD cluster with the product installed and an enabled policy: resident memory of each part
 * as the kernel counts it, the time from the start of the webhook's process until it can respond to
 * a review, and the processor time until operator and webhook are ready. Then the same operator
 * with 200 policies.
 */
public final class Footprint {
  private static final String CLUSTER = "eci-bench";
  private static final int STARTS = 7;
  private static final int SAMPLES = 5;
  private static final int POLICIES = 200;

  private final Cluster cluster;

  private Footprint(Cluster cluster) {
    this.cluster = cluster;
  }

  public static void main(String[] args) {
    Lab.up();
    Lab.deleteCluster(CLUSTER);
    Cluster cluster = Lab.cluster(CLUSTER);
    try {
      Product.loadImages(cluster);
      Product.install(cluster, Map.of("webhook.replicas", 1));
      Product.awaitNodes(cluster);
      Product.applyPolicy(cluster, Manifests.policy("{}"));
      List<Measurement> figures = new Footprint(cluster).measure();
      BenchmarksPage.write("footprint", Measurement.table(figures));
      figures.forEach(measurement -> System.out.println(measurement.line()));
    } finally {
      Lab.deleteCluster(CLUSTER);
    }
  }

  private List<Measurement> measure() {
    Measurement start = new Measurement("webhook_first_response", "ms", 1000, starts());
    List<Measurement> figures = new ArrayList<>();
    figures.add(resident("operator", "operator_resident", 160));
    figures.add(resident("webhook", "webhook_resident", 160));
    figures.add(resident("agent", "agent_resident", 80));
    figures.add(start);
    figures.add(startProcessor("webhook"));
    figures.add(startProcessor("operator"));
    figures.add(manyPolicies());
    figures.add(resident("operator", "operator_resident_200_policies", 160));
    return figures;
  }

  /** From the creation of 200 policies until the status of each says that it is in force. */
  private Measurement manyPolicies() {
    String policies =
        IntStream.range(0, POLICIES)
            .mapToObj(i ->
                "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: bench-%1$03d}, spec: {namespaceSelector: {matchLabels: {team: '%1$d'}}, hostPaths: {allowed: [%2$s]}}}"
                    .formatted(i, paths(i)))
            .collect(Collectors.joining("\n---\n"));
    String script =
        """
        export KUBECONFIG=/etc/kubernetes/admin.conf
        cat > /tmp/policies.yaml <<'END'
        %s
        END
        start=$(date +%%s%%3N)
        kubectl apply --server-side -f /tmp/policies.yaml >/dev/null
        kubectl wait --for=condition=Ready ecipolicies --all --timeout=300s >/dev/null
        echo $(($(date +%%s%%3N) - start))
        """
            .formatted(policies);
    double millis = Double.parseDouble(cluster.node("bash", "-c", script).orThrow().strip());
    return new Measurement("policies_200_in_force", "ms", 5000, List.of(millis));
  }

  private static String paths(int policy) {
    return IntStream.range(0, 5)
        .mapToObj(i -> "/data/%d/%d".formatted(policy, i))
        .collect(Collectors.joining(", "));
  }

  /** Deletes the part's pods, and reads the processor time of the next one once it is ready. */
  private Measurement startProcessor(String part) {
    String script =
        """
        export KUBECONFIG=/etc/kubernetes/admin.conf
        kubectl -n eci-system delete pod -l app.kubernetes.io/name=eci-%1$s --grace-period=1 >/dev/null
        kubectl -n eci-system rollout status deployment/eci-%1$s --timeout=120s >/dev/null
        awk '{print ($14 + $15) * 10}' /proc/$(%2$s)/stat
        """
            .formatted(part, pidOf(part));
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      samples.add(Double.parseDouble(cluster.node("bash", "-c", script).orThrow().strip()));
    }
    return new Measurement(part + "_start_processor", "ms", 1000, samples);
  }

  private Measurement resident(String part, String name, double limitMib) {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      String kib =
          cluster
              .node(
                  "bash",
                  "-c",
                  "sleep 2; awk '/^VmRSS/{print $2}' /proc/$(" + pidOf(part) + ")/status")
              .orThrow();
      samples.add(Long.parseLong(kib.strip()) / 1024.0);
    }
    return new Measurement(name, "MiB", limitMib, samples);
  }

  /** The JVM of a part, found by its environment: the host name is the pod's name. */
  private static String pidOf(String part) {
    return "for p in $(pgrep -x java); do tr '\\0' '\\n' < /proc/$p/environ | grep -qx 'HOSTNAME=eci-"
        + part
        + "-.*' && echo $p; done | tail -1";
  }

  /** Deletes the webhook's pod and measures the next one, repeatedly. */
  private List<Double> starts() {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      samples.add(
          Double.parseDouble(
              cluster.node("bash", "-c", startOfTheNextWebhook()).orThrow().strip()));
    }
    return samples;
  }

  /**
   * Prints the milliseconds between the start of the new process, by the kernel's clock, and the
   * later of its two log lines: it listens, and it has read the policies. Frequent polling would
   * slow down the measured process, because there are two cores.
   */
  private static String startOfTheNextWebhook() {
    return """
    export KUBECONFIG=/etc/kubernetes/admin.conf
    k() { kubectl -n eci-system "$@"; }
    k delete pod -l app.kubernetes.io/name=eci-webhook --grace-period=1 >/dev/null
    k rollout status deployment/eci-webhook --timeout=60s >/dev/null
    pid=$(%s)
    ticks=$(awk '{print $22}' /proc/$pid/stat)
    started=$(awk -v now=$(date +%%s%%3N) -v ticks=$ticks '{printf "%%.0f", now - $1 * 1000 + ticks * 10}' /proc/uptime)
    first() { k logs deployment/eci-webhook | grep -m1 "$1" | cut -d' ' -f1; }
    for line in 'Listening on' 'policies in force'; do echo $(($(date -d "$(first "$line")" +%%s%%3N) - started)); done | sort -n | tail -1
    """
        .formatted(pidOf("webhook"));
  }
}
