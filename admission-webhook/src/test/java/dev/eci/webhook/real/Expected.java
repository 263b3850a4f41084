package dev.eci.webhook.real;

import static java.util.stream.Collectors.toList;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a table of manifests, and what its annotation {@code expect} says about it: rule
 * and field of each line of the denial; nothing if it is admitted.
 */
record Expected(HasMetadata object, List<String> findings) {
  private static final String ANNOTATION = "expect";

  static List<Expected> in(KubernetesClient client, String table) {
    try (InputStream file = Expected.class.getResourceAsStream("/manifests/" + table)) {
      return client.load(file).items().stream().map(Expected::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expected of(HasMetadata object) {
    String written =
        Optional.ofNullable(object.getMetadata().getAnnotations())
            .orElseGet(Map::of)
            .getOrDefault(ANNOTATION, "");
    return new Expected(
        object, Arrays.stream(written.split(", ")).filter(f -> !f.isEmpty()).collect(toList()));
  }

  String title() {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
