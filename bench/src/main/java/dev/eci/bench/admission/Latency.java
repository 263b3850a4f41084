// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The time that a variant adds to the creation of a pod, compared with no review in the same round.
 */
record Latency(AdmissionEnvironment stage) implements AdmissionScenario {
  private static final double SECONDS = 5;
  // one client creates a hundred pods a second: a p99 of only two of them has no meaning
  private static final double SECONDS_OF_ONE = 10;
  private static final double A_THIRD = 0.333;
  private static final List<Integer> CLIENTS = List.of(1, 50, 200);

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public BenchResult run(int samples) {
    Rounds<AdmissionVariant, Map<Integer, JsonNode>> rounds =
        Rounds.sample(
            AdmissionVariant.class,
            samples,
            admissionVariant -> {
              stage.switchTo(admissionVariant);
              Map<Integer, JsonNode> byClients = new java.util.TreeMap<>();
              CLIENTS.forEach(clients -> byClients.put(clients, create(admissionVariant, clients)));
              return byClients;
            });
    List<Comparison> rows = new ArrayList<>();
    for (int clients : CLIENTS) {
      for (String point : List.of("p50", "p99")) {
        String figure = "admission_added_%s_%d".formatted(point, clients);
        Goal goal = point.equals("p99") ? Goal.atMost(A_THIRD) : Goal.NONE;
        rows.add(row(figure, rounds, AdmissionVariant.WEBHOOK, clients, point, goal));
        rows.add(
            row(
                figure + "_fallback",
                rounds,
                AdmissionVariant.FALLBACK,
                clients,
                point,
                Goal.NONE));
        rows.add(
            row(figure + "_both", rounds, AdmissionVariant.INSTALLED, clients, point, Goal.NONE));
        rows.add(
            row(figure + "_instant", rounds, AdmissionVariant.INSTANT, clients, point, Goal.NONE));
      }
    }
    return new BenchResult(
        Comparison.table(rows) + denied(rounds), rows.stream().map(Comparison::line).toList());
  }

  /** On a busy machine, a webhook's three seconds may expire before it gets processor time. */
  private static String denied(Rounds<AdmissionVariant, Map<Integer, JsonNode>> rounds) {
    StringBuilder table = new StringBuilder("\n| clients |");
    List.of(AdmissionVariant.values())
        .forEach(admissionVariant ->
            table.append(
                " %s |".formatted(admissionVariant.name().toLowerCase(java.util.Locale.ROOT))));
    table.append("\n|---|").append("---|".repeat(AdmissionVariant.values().length)).append('\n');
    for (int clients : CLIENTS) {
      table.append("| %d |".formatted(clients));
      for (AdmissionVariant admissionVariant : AdmissionVariant.values()) {
        long all = sum(rounds, admissionVariant, clients, "count");
        table.append(
            " %d of %d |".formatted(all - sum(rounds, admissionVariant, clients, "good"), all));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static long sum(
      Rounds<AdmissionVariant, Map<Integer, JsonNode>> rounds,
      AdmissionVariant admissionVariant,
      int clients,
      String field) {
    return rounds.all().stream()
        .mapToLong(round -> measured(round, admissionVariant, clients).get(field).asLong())
        .sum();
  }

  private static Comparison row(
      String figure,
      Rounds<AdmissionVariant, Map<Integer, JsonNode>> rounds,
      AdmissionVariant ours,
      int clients,
      String point,
      Goal goal) {
    return new Comparison(
        figure,
        "Gatekeeper",
        "µs",
        goal,
        rounds.pairs(
            added(ours, clients, point), added(AdmissionVariant.GATEKEEPER, clients, point)));
  }

  private static ToDoubleFunction<Map<AdmissionVariant, Map<Integer, JsonNode>>> added(
      AdmissionVariant admissionVariant, int clients, String point) {
    return round ->
        measured(round, admissionVariant, clients).get(point).asDouble()
            - measured(round, AdmissionVariant.NONE, clients).get(point).asDouble();
  }

  /** Every round has every variant and every number of clients. */
  private static JsonNode measured(
      Map<AdmissionVariant, Map<Integer, JsonNode>> round, AdmissionVariant variant, int clients) {
    return Objects.requireNonNull(Objects.requireNonNull(round.get(variant)).get(clients));
  }

  private JsonNode create(AdmissionVariant admissionVariant, int clients) {
    String address = stage.plane().address();
    JsonNode pod =
        admissionVariant == AdmissionVariant.FALLBACK ? PodRequests.changed() : PodRequests.plain();
    double seconds = clients == 1 ? SECONDS_OF_ONE : SECONDS;
    return stage.load(address, PodRequests.create(pod, address), clients, seconds);
  }
}
