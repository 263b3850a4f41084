package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import java.util.ArrayList;
import java.util.List;

/** Reviews straight to the webhooks: how many for a second of their processor time. */
record Reviews(AdmissionEnvironment stage) implements AdmissionScenario {
  private static final double SECONDS = 2;

  private enum Who {
    OURS,
    GATEKEEPER
  }

  private enum What {
    VALIDATE,
    MUTATE
  }

  @Override
  public String name() {
    return "reviews";
  }

  @Override
  public BenchResult run(int samples) {
    stage.to(AdmissionVariant.BASELINE);
    JsonNode stored =
        stage
            .plane()
            .client()
            .getKubernetesSerialization()
            .convertValue(stage.create(PodRequests.changed()), JsonNode.class);
    List<Comparison> rows = new ArrayList<>();
    for (What what : What.values()) {
      String body =
          PodRequests.review(what == What.MUTATE ? PodRequests.plain() : stored).toString();
      for (int clients : List.of(1, 50, 200)) {
        Rounds<Who, Double> rounds =
            Rounds.sample(Who.class, samples, who -> perCore(who, what, body, clients));
        rows.add(
            new Comparison(
                "admission_%ss_per_core_%d"
                    .formatted(what.name().toLowerCase(java.util.Locale.ROOT), clients),
                "Gatekeeper",
                "/s",
                Goal.atLeast(1),
                rounds.pairs(Who.OURS, Who.GATEKEEPER, rate -> rate)));
      }
    }
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
  }

  private double perCore(Who who, What what, String body, int clients) {
    WebhookProcess webhookProcess = who == Who.OURS ? stage.ours() : stage.gatekeeper();
    double before = webhookProcess.spent();
    JsonNode seen =
        stage.load(
            webhookProcess.address(),
            PodRequests.post(webhookProcess.address(), path(who, what), body),
            clients,
            SECONDS);
    if (seen.get("good").asInt() < seen.get("count").asInt()) {
      throw new IllegalStateException(who + " answered with " + seen);
    }
    return seen.get("count").asDouble() / (webhookProcess.spent() - before);
  }

  private static String path(Who who, What what) {
    return switch (who) {
      case OURS -> what == What.VALIDATE ? "/validate-pods" : "/mutate-pods";
      case GATEKEEPER -> what == What.VALIDATE ? "/v1/admit" : "/v1/mutate";
    };
  }
}
