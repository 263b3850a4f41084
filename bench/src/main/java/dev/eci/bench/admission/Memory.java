package dev.eci.bench.admission;

import dev.eci.bench.Answer;
import java.util.List;
import java.util.Locale;

/** Resident memory after what came before, and under the load of many clients. */
record Memory(Stage stage) implements Question {
  private static final int CLIENTS = 200;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Answer ask(int samples) {
    String before = row("as found");
    String address = stage.plane().address();
    for (Way way : List.of(Way.WEBHOOK, Way.GATEKEEPER)) {
      stage.to(way);
      stage.load(address, Pods.create(Pods.plain(), address), CLIENTS, 5);
    }
    return new Answer(
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
