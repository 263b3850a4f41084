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

/**
 * On a KinD cluster with the product installed and an enabled policy: resident memory of each part
 * as the kernel counts it, and the time from the start of the webhook's process until it can
 * respond to a review.
 */
public final class Footprint {
  private static final String CLUSTER = "eci-bench";
  private static final int STARTS = 7;
  private static final int SAMPLES = 5;

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
    return List.of(
        resident("operator", 160), resident("webhook", 160), resident("agent", 80), start);
  }

  private Measurement resident(String part, double limitMib) {
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
    return new Measurement(part + "_resident", "MiB", limitMib, samples);
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
