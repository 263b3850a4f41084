package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.Answer;
import dev.eci.bench.Turns;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import dev.eci.bench.proxy.Sockets.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * The same request again and again over connections that stay open.
 *
 * @param name of the question
 * @param request as sent
 * @param status that the engine answers with
 * @param removed whether what each answer made is deleted again, which its time does not count
 * @param connections numbers of them, asked one after the other
 * @param ofDirect the goal for our rate beside the bare socket's
 * @param ofHaproxy the goal for our rate beside HAProxy's
 */
record Requests(
    String name,
    Load load,
    String request,
    int status,
    boolean removed,
    List<Integer> connections,
    Goal ofDirect,
    Goal ofHaproxy)
    implements Question {
  private static final String SECONDS = "1.5";
  // until nothing is compiled any more
  private static final String SECONDS_OF_WARMING = "10";
  // a container is made tens of times a second
  private static final String SECONDS_OF_MAKING = "6";
  // where the goals are for
  private static final int USUAL = 50;

  @Override
  public Answer ask(int samples) {
    String file = "/run/eci-bench/" + name + ".request";
    load.sockets().host().write(file, request);
    for (Way way : Way.values()) {
      answered(load.run(way, "requests", options(USUAL, file, SECONDS_OF_WARMING)));
    }
    String seconds = removed ? SECONDS_OF_MAKING : SECONDS;
    List<Versus> rows = new ArrayList<>();
    for (int count : connections) {
      Turns<Way, JsonNode> turns =
          Turns.take(
              Way.class,
              samples,
              way -> answered(load.run(way, "requests", options(count, file, seconds))));
      rows.addAll(rows(count, turns));
    }
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  private String[] options(int connections, String file, String seconds) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-connections",
                Integer.toString(connections),
                "-seconds",
                seconds,
                "-request",
                file));
    if (removed) {
      options.add("-remove");
    }
    return options.toArray(String[]::new);
  }

  private List<Versus> rows(int count, Turns<Way, JsonNode> turns) {
    String figure = "proxy_%s_%d".formatted(name, count);
    boolean usual = count == USUAL;
    return List.of(
        new Versus(
            figure,
            "direct",
            "/s",
            usual ? ofDirect : Goal.NONE,
            turns.pairs(Way.OURS, Way.DIRECT, Requests::rate)),
        new Versus(
            figure + "_haproxy",
            "HAProxy",
            "/s",
            usual ? ofHaproxy : Goal.NONE,
            turns.pairs(Way.OURS, Way.HAPROXY, Requests::rate)),
        new Versus(
            figure + "_p99",
            "HAProxy",
            "µs",
            Goal.atMost(1),
            turns.pairs(Way.OURS, Way.HAPROXY, seen -> seen.get("p99").asDouble())));
  }

  private static double rate(JsonNode seen) {
    return seen.get("perSecond").asDouble();
  }

  private JsonNode answered(JsonNode seen) {
    if (seen.get("status").asInt() != status) {
      throw new IllegalStateException(name + " was answered with " + seen);
    }
    return seen;
  }
}
