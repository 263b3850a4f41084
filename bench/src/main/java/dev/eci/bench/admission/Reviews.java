// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import java.util.ArrayList;
import java.util.List;

/** Reviews sent directly to the webhooks: how many per second of their processor time. */
record Reviews(AdmissionEnvironment stage) implements AdmissionScenario {
  private static final double SECONDS = 2;

  private enum Target {
    OURS,
    GATEKEEPER
  }

  private enum ReviewKind {
    VALIDATE,
    MUTATE
  }

  @Override
  public String name() {
    return "reviews";
  }

  @Override
  public BenchResult run(int samples) {
    stage.switchTo(AdmissionVariant.NONE);
    JsonNode stored =
        stage
            .plane()
            .client()
            .getKubernetesSerialization()
            .convertValue(stage.create(PodRequests.changed()), JsonNode.class);
    List<Comparison> rows = new ArrayList<>();
    for (ReviewKind kind : ReviewKind.values()) {
      String body =
          PodRequests.review(kind == ReviewKind.MUTATE ? PodRequests.plain() : stored).toString();
      for (int clients : List.of(1, 50, 200)) {
        Rounds<Target, Double> rounds =
            Rounds.sample(Target.class, samples, target -> perCore(target, kind, body, clients));
        rows.add(
            new Comparison(
                "admission_%ss_per_core_%d"
                    .formatted(kind.name().toLowerCase(java.util.Locale.ROOT), clients),
                "Gatekeeper",
                "/s",
                Goal.atLeast(1),
                rounds.pairs(Target.OURS, Target.GATEKEEPER, rate -> rate)));
      }
    }
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
  }

  private double perCore(Target target, ReviewKind kind, String body, int clients) {
    WebhookProcess webhookProcess = target == Target.OURS ? stage.ours() : stage.gatekeeper();
    double before = webhookProcess.spent();
    JsonNode measured =
        stage.load(
            webhookProcess.address(),
            PodRequests.post(webhookProcess.address(), path(target, kind), body),
            clients,
            SECONDS);
    if (measured.get("good").asInt() < measured.get("count").asInt()) {
      throw new IllegalStateException(target + " responded with " + measured);
    }
    return measured.get("count").asDouble() / (webhookProcess.spent() - before);
  }

  private static String path(Target target, ReviewKind kind) {
    return switch (target) {
      case OURS -> kind == ReviewKind.VALIDATE ? "/validate-pods" : "/mutate-pods";
      case GATEKEEPER -> kind == ReviewKind.VALIDATE ? "/v1/admit" : "/v1/mutate";
    };
  }
}
