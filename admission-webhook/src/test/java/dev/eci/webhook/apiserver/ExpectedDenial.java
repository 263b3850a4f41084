// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a table of manifests, with its annotation {@code expect}: rule and field of each
 * line of the denial, or empty if the object is admitted.
 */
record ExpectedDenial(HasMetadata object, List<String> violations) {
  private static final String ANNOTATION = "expect";

  static List<ExpectedDenial> in(KubernetesClient client, String table) {
    try {
      return of(client, Files.readString(Path.of("src", "test", "resources", "manifests", table)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<ExpectedDenial> of(KubernetesClient client, String yaml) {
    var stream = new ByteArrayInputStream(("---\n" + yaml).getBytes(StandardCharsets.UTF_8));
    return client.load(stream).items().stream().map(ExpectedDenial::of).toList();
  }

  private static ExpectedDenial of(HasMetadata object) {
    String written =
        Optional.ofNullable(object.getMetadata().getAnnotations())
            .orElseGet(Map::of)
            .getOrDefault(ANNOTATION, "");
    return new ExpectedDenial(
        object, Arrays.stream(written.split(", ")).filter(f -> !f.isEmpty()).toList());
  }

  String title() {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** Short, because a failing table would otherwise print every object in full. */
  @Override
  public String toString() {
    return title();
  }
}
