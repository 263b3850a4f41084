// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.PairedSamples;
import dev.eci.bench.PairedSamples.Pair;
import dev.eci.harness.Command;
import dev.eci.harness.Project;
import dev.eci.harness.docker.DockerHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Docker host with the images and the timer of the benchmarks, {@code bench/src/main/work}. */
record Host(DockerHost docker) {
  static final String SMALL = "eci-bench/small:1";
  static final String COMPILER = "eci-bench/cc:1";
  static final String LAYERS = "eci-bench/layers:1";

  private static final Path RECIPE = Project.ROOT.resolve("bench/src/main/work/images");
  private static final Path TIMER = Project.ROOT.resolve("bench/target/work");
  // start times scatter: runc against itself differs by 5 % with 30 pairs on a busy machine
  private static final int STARTS = 4;
  // a command of the harness has a limit of minutes, so long series run in parts
  private static final int CHUNK = 10;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Builds these images on this engine, unless they exist. */
  void images(String... names) {
    docker.exec(recipe(names)).orThrow();
  }

  /** The same on the engine that the environment names. */
  static void images(Map<String, String> environment, String... names) {
    Command.of(environment, recipe(names)).run().orThrow();
  }

  private static String[] recipe(String... names) {
    return Stream.concat(Stream.of(RECIPE.toString(), TIMER.toString()), Stream.of(names))
        .toArray(String[]::new);
  }

  /**
   * Two commands of the host's root, alternately, in milliseconds. A small C program starts and
   * times them: this JVM's own work would count as theirs. The first pairs are a warm-up.
   */
  PairedSamples race(int samples, List<String> ours, List<String> peers) {
    List<Pair> pairs = new ArrayList<>();
    turns(2, ours, peers);
    while (pairs.size() < samples) {
      pairs.addAll(turns(Math.min(CHUNK, samples - pairs.size()), ours, peers));
    }
    return new PairedSamples(pairs);
  }

  private List<Pair> turns(int count, List<String> ours, List<String> peers) {
    List<String> words =
        new ArrayList<>(List.of(TIMER.toString(), "pairs", Integer.toString(count)));
    words.addAll(ours);
    words.add("--");
    words.addAll(peers);
    return docker.exec(words.toArray(String[]::new)).orThrow().lines().map(Host::pair).toList();
  }

  private static Pair pair(String line) {
    String[] nanos = line.split(" ");
    return new Pair(millis(nanos[0]), millis(nanos[1]));
  }

  /** {@link #race} of two starts of containers, with more pairs than requested. */
  PairedSamples starts(int samples, List<String> ours, List<String> peers) {
    return race(samples * STARTS, ours, peers);
  }

  static double millis(String nanos) {
    return Long.parseLong(nanos.strip()) / NANOS_PER_MILLI;
  }

  /** The arguments of {@code docker run --rm} of a command in an image under a runtime. */
  static List<String> run(String runtime, String image, String... command) {
    List<String> words =
        new ArrayList<>(List.of("docker", "run", "--rm", "--runtime", runtime, image));
    words.addAll(List.of(command));
    return words;
  }
}
