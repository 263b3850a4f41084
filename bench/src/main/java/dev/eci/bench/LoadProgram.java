// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.harness.Command;
import dev.eci.harness.Lab;
import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code bench/src/main/load}: puts load on a socket or port and prints its measurements as JSON.
 */
public final class LoadProgram {
  public static final Path FILE = Project.ROOT.resolve("bench/target/load");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LoadProgram() {}

  public static void build() {
    Map<String, String> environment = new HashMap<>(Lab.environment());
    environment.put("CGO_ENABLED", "0");
    Command.of(
            environment,
            "go",
            "build",
            "-C",
            Project.ROOT.resolve("bench/src/main/load").toString(),
            "-o",
            FILE.toString(),
            ".")
        .within(Duration.ofMinutes(5))
        .run()
        .orThrow();
  }

  /** Its output, parsed. */
  public static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
