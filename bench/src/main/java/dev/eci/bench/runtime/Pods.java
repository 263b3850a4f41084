package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Pairs;
import dev.eci.bench.Pairs.Pair;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.harness.story.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pod start on KinD: protected by a policy (webhooks, {@code hostUsers: false}, our runtime)
 * against a plain one in a namespace that no policy covers.
 *
 * <p>Two figures, both from the moment before the create request. Until the first instruction of
 * the container is exact. Until Ready, as people see it, hangs on the kubelet as well, which looks
 * at its containers once a second.
 */
record Pods() implements Question {
  private static final String CLUSTER = "eci-bench";
  private static final String PROTECTED = "protected";
  private static final String PLAIN = "plain";
  private static final String POLICY =
      "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + PROTECTED + "}}}";

  @Override
  public String name() {
    return "pods";
  }

  @Override
  public Answer ask(Setting setting) {
    Lab.deleteCluster(CLUSTER);
    Cluster cluster = Lab.cluster(CLUSTER);
    try {
      prepare(cluster, setting);
      try (PodStart start = PodStart.through(cluster)) {
        return measure(start, setting.samples());
      }
    } finally {
      Lab.deleteCluster(CLUSTER);
    }
  }

  private static void prepare(Cluster cluster, Setting setting) {
    Host.images(cluster.environment(), Host.SMALL);
    Lab.load(CLUSTER, Host.SMALL);
    for (String namespace : List.of(PROTECTED, PLAIN)) {
      cluster.kubectl("create", "namespace", namespace).orThrow();
    }
    if (setting.real()) {
      Product.loadImages(cluster);
      Product.install(cluster, Map.of("webhook.replicas", 1));
      Product.awaitNodes(cluster);
      Product.applyPolicy(cluster, Manifests.policy(POLICY));
    }
    Cluster.await(
        "namespaces have their service accounts",
        Duration.ofSeconds(30),
        () -> cluster.kubectl("-n", PLAIN, "get", "serviceaccount", "default").ok(),
        there -> there);
  }

  private static Answer measure(PodStart start, int samples) {
    List<Pair> running = new ArrayList<>();
    List<Pair> ready = new ArrayList<>();
    start.one(PLAIN);
    start.one(PROTECTED);
    for (int i = 0; i < samples; i++) {
      boolean oursFirst = i % 2 == 0;
      PodStart.Times first = start.one(oursFirst ? PROTECTED : PLAIN);
      PodStart.Times second = start.one(oursFirst ? PLAIN : PROTECTED);
      PodStart.Times ours = oursFirst ? first : second;
      PodStart.Times peers = oursFirst ? second : first;
      running.add(new Pair(ours.running(), peers.running()));
      ready.add(new Pair(ours.ready(), peers.ready()));
    }
    List<Versus> rows = List.of(row("pod_first_instruction", running), row("pod_ready", ready));
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  private static Versus row(String name, List<Pair> pairs) {
    return new Versus(name, "runc", "ms", Goal.atMost(1.05), new Pairs(pairs));
  }
}
