// SPDX-License-Identifier: Apache-2.0
package dev.eci.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With {@code -Dreference.write} the test first replaces the page by the generated text. */
class ChartValuesPageTest {
  @Test
  void pageIsUpToDate() throws IOException {
    if (System.getProperty("reference.write") != null) {
      Files.writeString(ChartValuesPage.FILE, ChartValuesPage.text());
    }
    assertThat(ChartValuesPage.FILE)
        .as("stale; run this test with -Dreference.write to generate it")
        .hasContent(ChartValuesPage.text());
  }

  /** A value is described itself, or by one of the objects that contain it. */
  @Test
  void describesEveryValue() throws IOException {
    List<String> described = ChartValuesPage.rows().stream().map(ChartValuesPage.Row::key).toList();
    assertThat(leaves("", ChartValuesPage.values()))
        .hasSizeGreaterThan(20)
        .allMatch(
            leaf ->
                described.stream().anyMatch(key -> leaf.equals(key) || leaf.startsWith(key + ".")),
            "has a comment \"# -- …\" in values.yaml");
  }

  private static Stream<String> leaves(String prefix, JsonNode node) {
    return node.isObject() && !node.isEmpty()
        ? node.properties().stream()
            .flatMap((Map.Entry<String, JsonNode> e) ->
                leaves(prefix.isEmpty() ? e.getKey() : prefix + "." + e.getKey(), e.getValue()))
        : Stream.of(prefix);
  }
}
