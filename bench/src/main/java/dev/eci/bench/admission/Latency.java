package dev.eci.bench.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.Answer;
import dev.eci.bench.Turns;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is added to the creation of a pod over nobody being asked, in the same turn. */
record Latency(Stage stage) implements Question {
  private static final double SECONDS = 5;
  // one client creates a hundred pods a second: a p99 of two of them says nothing
  private static final double SECONDS_OF_ONE = 10;
  private static final double A_THIRD = 0.333;
  private static final List<Integer> CLIENTS = List.of(1, 50, 200);

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public Answer ask(int samples) {
    Turns<Way, Map<Integer, JsonNode>> turns =
        Turns.take(
            Way.class,
            samples,
            way -> {
              stage.to(way);
              Map<Integer, JsonNode> seen = new java.util.TreeMap<>();
              CLIENTS.forEach(clients -> seen.put(clients, create(way, clients)));
              return seen;
            });
    List<Versus> rows = new ArrayList<>();
    for (int clients : CLIENTS) {
      for (String point : List.of("p50", "p99")) {
        String figure = "admission_added_%s_%d".formatted(point, clients);
        Goal goal = point.equals("p99") ? Goal.atMost(A_THIRD) : Goal.NONE;
        rows.add(row(figure, turns, Way.WEBHOOK, clients, point, goal));
        rows.add(row(figure + "_floor", turns, Way.FLOOR, clients, point, Goal.NONE));
        rows.add(row(figure + "_both", turns, Way.INSTALLED, clients, point, Goal.NONE));
        rows.add(row(figure + "_instant", turns, Way.INSTANT, clients, point, Goal.NONE));
      }
    }
    return new Answer(
        Versus.table(rows) + refused(turns), rows.stream().map(Versus::line).toList());
  }

  /** On a machine that is busy, a webhook's three seconds run out before it had its turn. */
  private static String refused(Turns<Way, Map<Integer, JsonNode>> turns) {
    StringBuilder table = new StringBuilder("\n| clients |");
    List.of(Way.values())
        .forEach(
            way -> table.append(" %s |".formatted(way.name().toLowerCase(java.util.Locale.ROOT))));
    table.append("\n|---|").append("---|".repeat(Way.values().length)).append('\n');
    for (int clients : CLIENTS) {
      table.append("| %d |".formatted(clients));
      for (Way way : Way.values()) {
        long all = sum(turns, way, clients, "count");
        table.append(" %d of %d |".formatted(all - sum(turns, way, clients, "good"), all));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static long sum(
      Turns<Way, Map<Integer, JsonNode>> turns, Way way, int clients, String field) {
    return turns.all().stream()
        .mapToLong(turn -> turn.get(way).get(clients).get(field).asLong())
        .sum();
  }

  private static Versus row(
      String figure,
      Turns<Way, Map<Integer, JsonNode>> turns,
      Way ours,
      int clients,
      String point,
      Goal goal) {
    return new Versus(
        figure,
        "Gatekeeper",
        "µs",
        goal,
        turns.pairs(added(ours, clients, point), added(Way.GATEKEEPER, clients, point)));
  }

  private static ToDoubleFunction<Map<Way, Map<Integer, JsonNode>>> added(
      Way way, int clients, String point) {
    return turn ->
        turn.get(way).get(clients).get(point).asDouble()
            - turn.get(Way.NOBODY).get(clients).get(point).asDouble();
  }

  private JsonNode create(Way way, int clients) {
    String address = stage.plane().address();
    JsonNode pod = way == Way.FLOOR ? Pods.changed() : Pods.plain();
    double seconds = clients == 1 ? SECONDS_OF_ONE : SECONDS;
    return stage.load(address, Pods.create(pod, address), clients, seconds);
  }
}
