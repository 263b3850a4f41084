// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import dev.eci.bench.proxy.Sockets.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * The same request repeatedly over connections that stay open.
 *
 * @param name of the scenario
 * @param request as sent
 * @param status that the engine responds with
 * @param removed whether the container that each request created is deleted again, outside of the
 *     measured time
 * @param connections the numbers of connections, measured one after the other
 * @param ofDirect the goal for the proxy's rate compared with the plain socket's
 * @param ofHaproxy the goal for the proxy's rate compared with HAProxy's
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
    implements ProxyScenario {
  private static final String SECONDS = "1.5";
  // until the JIT compiler is idle
  private static final String SECONDS_OF_WARMING = "10";
  // the engine creates only tens of containers a second
  private static final String SECONDS_OF_MAKING = "6";
  // the goals apply to this number
  private static final int USUAL = 50;

  @Override
  public BenchResult run(int samples) {
    String file = "/run/eci-bench/" + name + ".request";
    load.sockets().host().write(file, request);
    for (Way way : Way.values()) {
      checked(load.run(way, "requests", options(USUAL, file, SECONDS_OF_WARMING)));
    }
    String seconds = removed ? SECONDS_OF_MAKING : SECONDS;
    List<Comparison> rows = new ArrayList<>();
    for (int count : connections) {
      Rounds<Way, JsonNode> rounds =
          Rounds.sample(
              Way.class,
              samples,
              way -> checked(load.run(way, "requests", options(count, file, seconds))));
      rows.addAll(rows(count, rounds));
    }
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
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

  private List<Comparison> rows(int count, Rounds<Way, JsonNode> rounds) {
    String figure = "proxy_%s_%d".formatted(name, count);
    boolean usual = count == USUAL;
    return List.of(
        new Comparison(
            figure,
            "direct",
            "/s",
            usual ? ofDirect : Goal.NONE,
            rounds.pairs(Way.OURS, Way.DIRECT, Requests::rate)),
        new Comparison(
            figure + "_haproxy",
            "HAProxy",
            "/s",
            usual ? ofHaproxy : Goal.NONE,
            rounds.pairs(Way.OURS, Way.HAPROXY, Requests::rate)),
        new Comparison(
            figure + "_p99",
            "HAProxy",
            "µs",
            Goal.atMost(1),
            rounds.pairs(Way.OURS, Way.HAPROXY, measured -> measured.get("p99").asDouble())));
  }

  private static double rate(JsonNode measured) {
    return measured.get("perSecond").asDouble();
  }

  private JsonNode checked(JsonNode measured) {
    if (measured.get("status").asInt() != status) {
      throw new IllegalStateException(name + " received " + measured);
    }
    return measured;
  }
}
