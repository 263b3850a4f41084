package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Turns;
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
import java.util.function.ToDoubleFunction;

/**
 * Pod start on KinD: protected by a policy (webhooks, {@code hostUsers: false}, our runtime)
 * against a plain one in a namespace that no policy covers, and against one there that asks for a
 * user namespace by itself.
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

  private enum Way {
    PROTECTED(Pods.PROTECTED, ""),
    PLAIN(Pods.PLAIN, ""),
    /** What Kubernetes gives by itself (KEP-127), under runc. */
    KUBERNETES(Pods.PLAIN, "\"hostUsers\": false, ");

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
    Turns<Way, PodStart.Times> turns =
        Turns.take(Way.class, samples, way -> start.one(way.namespace, way.more));
    List<Versus> rows = new ArrayList<>();
    for (Way peer : List.of(Way.PLAIN, Way.KUBERNETES)) {
      rows.add(row("pod_first_instruction", turns, peer, PodStart.Times::running));
      rows.add(row("pod_ready", turns, peer, PodStart.Times::ready));
    }
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  private static Versus row(
      String figure,
      Turns<Way, PodStart.Times> turns,
      Way peer,
      ToDoubleFunction<PodStart.Times> time) {
    boolean plain = peer == Way.PLAIN;
    return new Versus(
        plain ? figure : figure + "_userns",
        plain ? "runc" : "hostUsers: false",
        "ms",
        plain ? Goal.atMost(1.05) : Goal.NONE,
        turns.pairs(Way.PROTECTED, peer, time));
  }
}
