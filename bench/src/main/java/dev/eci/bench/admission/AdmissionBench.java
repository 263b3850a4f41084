// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.bench.BenchResult;
import dev.eci.bench.BenchmarksPage;
import dev.eci.bench.LoadProgram;
import dev.eci.harness.Command;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code make bench-admission}: runs every scenario, writes each result into its section of
 * docs/benchmarks.md, and ends with one line per figure.
 */
public final class AdmissionBench {
  private AdmissionBench() {}

  public static void main(String[] args) throws IOException {
    int samples = Integer.getInteger("bench.samples", 8);
    List<String> only = List.of(System.getProperty("bench.only", "").split(","));
    LoadProgram.build();
    List<String> lines = new ArrayList<>();
    try (AdmissionEnvironment admissionEnvironment = AdmissionEnvironment.open(manifest())) {
      for (AdmissionScenario admissionScenario :
          List.of(
              new Latency(admissionEnvironment),
              new Reviews(admissionEnvironment),
              new AdmissionMemory(admissionEnvironment))) {
        if (only.contains("") || only.contains(admissionScenario.name())) {
          BenchResult benchResult = admissionScenario.run(samples);
          BenchmarksPage.write("admission-" + admissionScenario.name(), benchResult.table());
          System.out.print(benchResult.table());
          lines.addAll(benchResult.lines());
        }
      }
    }
    lines.forEach(System.out::println);
  }

  /** Builds Gatekeeper, unless the lab has built it already. */
  private static Path manifest() throws IOException {
    Command.of(Map.of(), Project.ROOT.resolve("src/test/lab/lab").toString(), "gatekeeper")
        .within(Duration.ofMinutes(60))
        .run()
        .orThrow();
    return Path.of(Lab.environment().get("ECI_LAB_BIN"), "gatekeeper.yaml");
  }
}
