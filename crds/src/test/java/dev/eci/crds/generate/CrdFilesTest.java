// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the CRDs that kubectl and writers of the status rely on. */
class CrdFilesTest {
  static final List<String> NAMES = GeneratedCrds.NAMES;

  @Test
  void keepsDeclaredColumnOrder() throws IOException {
    assertThat(columns("ecipolicies.eci.dev"))
        .containsExactly("Enabled", "Mode", "Ready", "Nodes", "Age", "Message(wide)");
    assertThat(columns("ecinodes.eci.dev"))
        .containsExactly(
            "Ready", "Protected", "Unprotected", "Engine", "Kernel(wide)", "Message(wide)", "Age");
    assertThat(columns("eciimages.eci.dev"))
        .containsExactly("Image", "Signed by", "Checked", "Problem", "Digest(wide)");
  }

  @Test
  void declaresShortNames() throws IOException {
    assertThat(GeneratedCrds.read("ecipolicies.eci.dev").getSpec().getNames().getShortNames())
        .containsExactly("ecipol", "eci");
    assertThat(GeneratedCrds.read("ecinodes.eci.dev").getSpec().getNames().getShortNames())
        .containsExactly("ecin");
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void declaresClusterScopeAndStatus(String name) throws IOException {
    assertThat(GeneratedCrds.read(name).getSpec().getScope()).isEqualTo("Cluster");
    assertThat(GeneratedCrds.version(name).getStorage()).isTrue();
    if (name.equals("ecifallbackparameters.eci.dev")) {
      assertThat(GeneratedCrds.version(name).getSubresources()).isNull();
      assertThat(GeneratedCrds.schema(name, "spec").getXKubernetesMapType()).isEqualTo("atomic");
    } else {
      assertThat(GeneratedCrds.version(name).getSubresources().getStatus()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecipolicies.eci.dev", "ecinodes.eci.dev"})
  void conditionsAreAMapByType(String name) throws IOException {
    var conditions = GeneratedCrds.schema(name, "status.conditions");

    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
    assertThat(conditions.getItems().getSchema().getRequired()).contains("type", "status");
  }

  @Test
  void everyListOfASpecIsBounded() throws IOException {
    for (String list :
        List.of(
            "exemptions",
            "exemptions.images",
            "exemptions.namespaces",
            "exemptions.serviceAccounts",
            "dockerSocketMount.imageList.images",
            "dockerSocketMount.commandList.commands",
            "dockerSocketMount.commandList.overrides",
            "hostPaths.allowed",
            "hostPaths.readOnlyAllowed",
            "imageTrust.authorities",
            "imageTrust.authorities.images")) {
      assertThat(
              GeneratedCrds.schema("ecipolicies.eci.dev", "spec." + list)
                  .getXKubernetesValidations())
          .as(list)
          .anyMatch(rule ->
              rule.getRule().startsWith("size(self) <= ")
                  && rule.getMessage().matches("at most [0-9]+ entries are supported; .+"));
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void chartFilesMatchGeneratorOutput(String name, @TempDir Path directory) throws IOException {
    Path crds = directory.resolve("crds");
    generate(crds, directory.resolve("crds.md"));

    assertThat(crds.resolve(name + ".yaml"))
        .hasSameTextualContentAs(Path.of("..", "deploy", "chart", "files", "crds", name + ".yaml"));
    try (var written = Files.list(crds)) {
      assertThat(written).hasSize(GeneratedCrds.NAMES.size());
    }
  }

  @Test
  void referenceMatchesGeneratorOutput(@TempDir Path directory) throws IOException {
    Path reference = directory.resolve("crds.md");
    generate(directory.resolve("crds"), reference);

    assertThat(reference).hasSameTextualContentAs(Path.of("..", "docs", "reference", "crds.md"));
  }

  private static void generate(Path directory, Path reference) throws IOException {
    CrdGenerator.main(new String[] {directory.toString(), reference.toString()});
  }

  private static List<String> columns(String name) throws IOException {
    return GeneratedCrds.version(name).getAdditionalPrinterColumns().stream()
        .map(CrdFilesTest::column)
        .toList();
  }

  private static String column(CustomResourceColumnDefinition column) {
    return column.getPriority() == 0 ? column.getName() : column.getName() + "(wide)";
  }
}
