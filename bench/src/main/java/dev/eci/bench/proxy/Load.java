package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.bench.proxy.Sockets.Way;
import dev.eci.harness.Command;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code bench/src/main/load} on the host of the sockets. */
record Load(Sockets sockets) {
  static final Path PROGRAM = Project.ROOT.resolve("bench/target/load");
  private static final ObjectMapper JSON = new ObjectMapper();

  static void build() {
    Map<String, String> environment = new HashMap<>(Lab.environment());
    environment.put("CGO_ENABLED", "0");
    Command.of(
            environment,
            "go",
            "build",
            "-C",
            Project.ROOT.resolve("bench/src/main/load").toString(),
            "-o",
            PROGRAM.toString(),
            ".")
        .within(Duration.ofMinutes(5))
        .run()
        .orThrow();
  }

  /** What it saw on a way to the engine. */
  JsonNode run(Way way, String mode, String... options) {
    String line = sockets.host().on(words(way, mode, options)).orThrow();
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String[] words(Sockets sockets, Way way, String mode, String... options) {
    List<String> words =
        new ArrayList<>(List.of(PROGRAM.toString(), mode, "-socket", sockets.path(way)));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private String[] words(Way way, String mode, String... options) {
    return words(sockets, way, mode, options);
  }
}
