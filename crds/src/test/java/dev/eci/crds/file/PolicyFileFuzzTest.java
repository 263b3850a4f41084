// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.model.Policy;
import java.io.IOException;
import java.util.List;

/** Policy files: EciPolicy documents, and admin-settings.json. */
class PolicyFileFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @DictionaryEntries({
    "apiVersion: eci.dev/v1alpha1\\x0A",
    "kind: EciPolicy\\x0A",
    "metadata: {name: a}\\x0A",
    "spec:",
    "---\\x0A",
    "namespaceSelector",
    "podSelector",
    "exemptions",
    "hostPaths",
    "dockerSocketMount",
    "imageTrust",
    "matchExpressions",
    "&a",
    "*a",
    "<<",
    "!!str ",
    "mode: Audit",
    "images:",
    "~",
    "0x1",
    "|\\x0A"
  })
  @FuzzTest
  void policyIsReadOrRejected(byte[] file) {
    for (PolicyTarget target : PolicyTarget.values()) {
      try {
        List<Policy> policies = PolicyFile.parse(file, target).policies();
        assertThat(policies).extracting(Policy::name).doesNotHaveDuplicates();
      } catch (InvalidPolicyFileException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  /** Protects exactly if an independent reader finds that the settings say so. */
  @DictionaryEntries({
    "configurationFileVersion",
    "enhancedContainerIsolation",
    "locked",
    "value",
    "true",
    "false",
    "dockerSocketMount",
    "imageList",
    "images",
    "commandList",
    "blockDockerLoad",
    "null",
    "2"
  })
  @FuzzTest
  void settingsProtectIfTheySaySo(byte[] file) throws IOException {
    PolicySet set;
    try {
      set = PolicyFile.parse(file, PolicyTarget.DOCKER_HOST);
    } catch (InvalidPolicyFileException e) {
      return;
    }
    JsonNode settings;
    try {
      settings = JSON.readTree(FileText.decode(file));
    } catch (IOException | InvalidDocumentException e) {
      return; // YAML
    }
    if (settings.has("configurationFileVersion")) {
      assertThat(set.policies().isEmpty())
          .isEqualTo(!settings.path("enhancedContainerIsolation").path("value").asBoolean());
    }
  }

  /** Manifests of {@code check}. */
  @DictionaryEntries({
    "---\\x0A",
    "{",
    "}",
    "- ",
    ": ",
    "&a ",
    "*a",
    "<<: ",
    "!!",
    "|\\x0A",
    "1e3",
    "0o7",
    "%YAML"
  })
  @FuzzTest
  void manifestIsReadOrRejected(byte[] file) {
    try {
      assertThat(KubernetesDocuments.read(file)).doesNotContainNull();
    } catch (InvalidDocumentException e) {
      assertThat(e.sentence()).isNotBlank();
    }
  }
}
