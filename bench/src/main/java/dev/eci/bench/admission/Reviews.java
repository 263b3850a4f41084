package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.Answer;
import dev.eci.bench.Turns;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import java.util.ArrayList;
import java.util.List;

/** Reviews straight to the webhooks: how many for a second of their processor time. */
record Reviews(Stage stage) implements Question {
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
  public Answer ask(int samples) {
    stage.to(Way.NOBODY);
    JsonNode stored =
        stage
            .plane()
            .client()
            .getKubernetesSerialization()
            .convertValue(stage.create(Pods.changed()), JsonNode.class);
    List<Versus> rows = new ArrayList<>();
    for (What what : What.values()) {
      String body = Pods.review(what == What.MUTATE ? Pods.plain() : stored).toString();
      for (int clients : List.of(1, 50, 200)) {
        Turns<Who, Double> turns =
            Turns.take(Who.class, samples, who -> perCore(who, what, body, clients));
        rows.add(
            new Versus(
                "admission_%ss_per_core_%d"
                    .formatted(what.name().toLowerCase(java.util.Locale.ROOT), clients),
                "Gatekeeper",
                "/s",
                Goal.atLeast(1),
                turns.pairs(Who.OURS, Who.GATEKEEPER, rate -> rate)));
      }
    }
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  private double perCore(Who who, What what, String body, int clients) {
    Program program = who == Who.OURS ? stage.ours() : stage.gatekeeper();
    double before = program.spent();
    JsonNode seen =
        stage.load(
            program.address(),
            Pods.post(program.address(), path(who, what), body),
            clients,
            SECONDS);
    if (seen.get("good").asInt() < seen.get("count").asInt()) {
      throw new IllegalStateException(who + " answered with " + seen);
    }
    return seen.get("count").asDouble() / (program.spent() - before);
  }

  private static String path(Who who, What what) {
    return switch (who) {
      case OURS -> what == What.VALIDATE ? "/validate-pods" : "/mutate-pods";
      case GATEKEEPER -> what == What.VALIDATE ? "/v1/admit" : "/v1/mutate";
    };
  }
}
