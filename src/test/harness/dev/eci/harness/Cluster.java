// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.harness.Command.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A KinD cluster, used through kubectl as users do. */
public record Cluster(String name, Map<String, String> environment) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Path kubeconfig() {
    return Path.of(environment.get("KUBECONFIG"));
  }

  public Result kubectl(String... words) {
    return command("kubectl", words).run();
  }

  public Result apply(String yaml) {
    return command("kubectl", "apply", "-f", "-").run(yaml);
  }

  /** {@code kubectl get … -o json} */
  public JsonNode get(String... words) {
    String out =
        kubectl(
                Stream.of(Stream.of("get"), Stream.of(words), Stream.of("-o", "json"))
                    .flatMap(w -> w)
                    .toArray(String[]::new))
            .orThrow();
    try {
      return JSON.readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command inside a node, as root. */
  public Result node(String... words) {
    return command(
            "docker",
            Stream.concat(Stream.of("exec", name + "-control-plane"), Stream.of(words))
                .toArray(String[]::new))
        .run();
  }

  public Command command(String program, String... words) {
    return Command.of(
        environment, Stream.concat(Stream.of(program), Stream.of(words)).toArray(String[]::new));
  }

  /** Polls until the result is accepted; throws with the last result after {@code limit}. */
  public static <T> T await(
      String what, Duration limit, Supplier<T> poll, java.util.function.Predicate<T> accepted) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      T result = poll.get();
      if (accepted.test(result)) {
        return result;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s: not within %d s; last seen: %s".formatted(what, limit.toSeconds(), result));
      }
      Pause.brief();
    }
  }
}
