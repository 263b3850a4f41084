// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** docs/reference/crds.md: a row for every field, and nothing that Markdown would misread. */
class CrdReferenceTest {
  static final List<String> NAMES = GeneratedCrds.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void hasARowForEveryFieldOfSpecAndStatus(String name) throws IOException {
    CustomResourceDefinition crd = GeneratedCrds.read(name);
    List<String> paths = new ArrayList<>();
    for (String part : List.of("spec", "status")) {
      collectPaths(part, GeneratedCrds.schema(name).getProperties().get(part), paths);
    }

    List<String> page = CrdReference.markdown(List.of(crd)).lines().toList();

    assertThat(page).contains("## " + crd.getSpec().getNames().getKind());
    assertThat(page.stream().filter(line -> line.startsWith("| `")).map(CrdReferenceTest::path))
        .containsExactlyInAnyOrderElementsOf(paths);
    assertThat(page.stream().filter(line -> line.startsWith("| `")))
        .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|", -1)).hasSize(7));
  }

  @Test
  void showsTypeDefaultAndValidation() throws IOException {
    String page = CrdReference.markdown(List.of(GeneratedCrds.read("ecipolicies.eci.dev")));

    assertThat(page)
        .contains("| `spec.enabled` | boolean | `true` | ")
        .contains("| `spec.exemptions[].reason` | string |  | ")
        .contains("| required<br>1 to 1024 characters |")
        .contains("one of `Audit`, `Enforce`, `Warn`")
        .contains("matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`")
        .contains("| `spec.namespaceSelector.matchLabels` | map of string | ")
        .contains("| `spec.hostPaths.allowed` | list of string | ")
        .contains("[RES-2](../rules.md#res-2)")
        .contains("[docs/rules.md](../rules.md)");
  }

  @Test
  void escapesMarkdown() {
    assertThat(Markdown.text("a_b* <c> [d](e) `f` g|h\n  i"))
        .isEqualTo("a\\_b\\* \\<c\\> \\[d\\](e) \\`f\\` g\\|h i");
    assertThat(Markdown.code("a|b")).isEqualTo("`a\\|b`");
    assertThat(Markdown.code("a`b")).isEqualTo("``a`b``");
  }

  @Test
  void wrapsParagraphs() {
    String word = "x".repeat(50);

    assertThat(Markdown.paragraph("%1$s %1$s %1$s y".formatted(word)))
        .isEqualTo("%1$s %1$s\n%1$s y".formatted(word));
  }

  private static String path(String row) {
    return row.substring(row.indexOf('`') + 1, row.indexOf('`', row.indexOf('`') + 1));
  }

  private static void collectPaths(String path, JSONSchemaProps schema, List<String> paths) {
    if (schema == null) {
      return;
    }
    if (schema.getItems() != null) {
      collectPaths(path + "[]", schema.getItems().getSchema(), paths);
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, field) -> {
            paths.add(path + "." + name);
            collectPaths(path + "." + name, field, paths);
          });
    }
  }
}
