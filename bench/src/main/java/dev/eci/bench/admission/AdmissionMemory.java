// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.bench.BenchResult;
import java.util.List;
import java.util.Locale;

/** Resident memory after the earlier scenarios, and under the load of many clients. */
record AdmissionMemory(AdmissionEnvironment stage) implements AdmissionScenario {
  private static final int CLIENTS = 200;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public BenchResult run(int samples) {
    String before = row("before the load");
    String address = stage.plane().address();
    for (AdmissionVariant admissionVariant :
        List.of(AdmissionVariant.WEBHOOK, AdmissionVariant.GATEKEEPER)) {
      stage.switchTo(admissionVariant);
      stage.load(address, PodRequests.create(PodRequests.plain(), address), CLIENTS, 5);
    }
    return new BenchResult(
        "| MiB resident | ours | Gatekeeper |\n|---|---|---|\n"
            + before
            + row("after 5 s of creates by %d clients".formatted(CLIENTS)),
        List.of(
            String.format(
                Locale.ROOT,
                "admission_resident ratio=%.3f",
                stage.ours().resident() / stage.gatekeeper().resident())));
  }

  private String row(String when) {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f |\n",
        when,
        stage.ours().resident(),
        stage.gatekeeper().resident());
  }
}
