// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Pod start on KinD: a pod that a policy protects (webhooks, {@code hostUsers: false},
 * eci-runtime), compared with a plain one in a namespace that no policy selects, and with one there
 * that requests a user namespace itself.
 *
 * <p>Two figures, both from the moment before the create request. The time to the first instruction
 * of the container is exact. The time to Ready, which users see, depends on the kubelet as well,
 * which inspects its containers once a second.
 */
record PodStartScenario() implements RuntimeScenario {
  private static final String CLUSTER = "eci-bench";
  private static final String PROTECTED = "protected";
  private static final String PLAIN = "plain";
  private static final String POLICY =
      "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + PROTECTED + "}}}";

  private enum Way {
    PROTECTED(PodStartScenario.PROTECTED, ""),
    PLAIN(PodStartScenario.PLAIN, ""),
    /** What Kubernetes provides itself (KEP-127), under runc. */
    KUBERNETES(PodStartScenario.PLAIN, "\"hostUsers\": false, ");

    private final String namespace;
    private final String more;

    Way(String namespace, String more) {
      this.namespace = namespace;
      this.more = more;
    }
  }

  @Override
  public String name() {
    return "pods";
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    Lab.deleteCluster(CLUSTER);
    Cluster cluster = Lab.cluster(CLUSTER);
    try {
      prepare(cluster, benchConfig);
      try (PodStart start = PodStart.through(cluster)) {
        return measure(start, benchConfig.samples());
      }
    } finally {
      Lab.deleteCluster(CLUSTER);
    }
  }

  private static void prepare(Cluster cluster, BenchConfig benchConfig) {
    Host.images(cluster.environment(), Host.SMALL);
    Lab.load(CLUSTER, Host.SMALL);
    for (String namespace : List.of(PROTECTED, PLAIN)) {
      cluster.kubectl("create", "namespace", namespace).orThrow();
    }
    if (benchConfig.isEci()) {
      Product.loadImages(cluster);
      Product.install(cluster, Map.of("webhook.replicas", 1));
      Product.awaitNodes(cluster);
      Product.applyPolicy(cluster, Manifests.policy(POLICY));
    }
    Cluster.await(
        "namespaces have their service accounts",
        Duration.ofSeconds(30),
        () -> cluster.kubectl("-n", PLAIN, "get", "serviceaccount", "default").isSuccess(),
        there -> there);
  }

  private static BenchResult measure(PodStart start, int samples) {
    Rounds<Way, PodStart.Times> rounds =
        Rounds.sample(Way.class, samples, way -> start.one(way.namespace, way.more));
    List<Comparison> rows = new ArrayList<>();
    for (Way peer : List.of(Way.PLAIN, Way.KUBERNETES)) {
      rows.add(row("pod_first_instruction", rounds, peer, PodStart.Times::running));
      rows.add(row("pod_ready", rounds, peer, PodStart.Times::ready));
    }
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
  }

  private static Comparison row(
      String figure,
      Rounds<Way, PodStart.Times> rounds,
      Way peer,
      ToDoubleFunction<PodStart.Times> time) {
    boolean plain = peer == Way.PLAIN;
    return new Comparison(
        plain ? figure : figure + "_userns",
        plain ? "runc" : "hostUsers: false",
        "ms",
        plain ? Goal.atMost(1.05) : Goal.NONE,
        rounds.pairs(Way.PROTECTED, peer, time));
  }
}
