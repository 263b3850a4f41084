package dev.eci.bench.footprint;

import dev.eci.bench.Figure;
import dev.eci.bench.Page;
import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * On a KinD cluster with the product installed and a policy in force: resident memory of each part
 * as the kernel counts it, and the time from the start of the webhook's process to its first ready
 * answer.
 */
public final class Footprint {
  private static final String CLUSTER = "eci-bench";
  private static final int STARTS = 7;
  private static final int LOOKS = 5;

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
      List<Figure> figures = new Footprint(cluster).measure();
      Page.write("footprint", figures);
      figures.forEach(figure -> System.out.println(figure.line()));
    } finally {
      Lab.deleteCluster(CLUSTER);
    }
  }

  private List<Figure> measure() {
    Figure start = new Figure("webhook_first_answer", "ms", 1000, starts());
    return List.of(
        resident("operator", 160), resident("webhook", 160), resident("agent", 80), start);
  }

  private Figure resident(String part, double limitMib) {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      String kib =
          cluster
              .node(
                  "bash",
                  "-c",
                  "sleep 2; awk '/^VmRSS/{print $2}' /proc/$(" + pidOf(part) + ")/status")
              .orThrow();
      samples.add(Long.parseLong(kib.strip()) / 1024.0);
    }
    return new Figure(part + "_resident", "MiB", limitMib, samples);
  }

  /**
   * The JVM of a part, found by its container's cgroup-independent marks: the host name is the
   * pod's.
   */
  private static String pidOf(String part) {
    return "for p in $(pgrep -x java); do tr '\\0' '\\n' < /proc/$p/environ | grep -qx 'HOSTNAME=eci-"
        + part
        + "-.*' && echo $p; done | tail -1";
  }

  /** Deletes the webhook's pod and asks the next one's readiness until it says yes. */
  private List<Double> starts() {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      samples.add(
          Double.parseDouble(
              cluster.node("bash", "-c", startOfTheNextWebhook()).orThrow().strip()));
    }
    return samples;
  }

  /** Prints the milliseconds between the new process's start and its first ready answer. */
  private static String startOfTheNextWebhook() {
    return """
    export KUBECONFIG=/etc/kubernetes/admin.conf
    pid() { %s; }
    old=$(pid)
    kubectl -n eci-system delete pod -l app.kubernetes.io/name=eci-webhook --wait=false --grace-period=1 >/dev/null
    until new=$(pid) && [ -n "$new" ] && [ "$new" != "$old" ]; do sleep 0.01; done
    until ip=$(nsenter -t $new -n ip -4 -o addr show eth0 2>/dev/null | awk '{sub("/.*","",$4); print $4}') && [ -n "$ip" ]; do sleep 0.01; done
    until [ "$(curl -sk -o /dev/null -w '%%{http_code}' --max-time 1 https://$ip:8443/q/health/ready)" = 200 ]; do sleep 0.04; done
    now=$(awk '{print $1 * 1000}' /proc/uptime)
    ticks=$(awk '{print $22}' /proc/$new/stat)
    echo $now $ticks | awk '{print $1 - $2 * 10}'
    """
        .formatted(pidOf("webhook"));
  }
}
