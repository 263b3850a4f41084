// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** kubectl explain has a description for every field and every kind. */
class SchemaDescriptionsTest {
  static final List<String> NAMES = GeneratedCrds.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void describesEveryField(String name) throws IOException {
    List<String> silent = new ArrayList<>();
    int fields = collectSilent(GeneratedCrds.schema(name), "", silent);

    assertThat(silent).isEmpty();
    assertThat(fields).isGreaterThan(10);
  }

  @Test
  void descriptionOfEciPolicyLeadsToRules() throws IOException {
    assertThat(GeneratedCrds.schema("ecipolicies.eci.dev").getDescription())
        .contains("docs/rules.md");
    for (String name : NAMES) {
      assertThat(GeneratedCrds.schema(name).getDescription()).as(name).isNotBlank();
    }
  }

  private static int collectSilent(JSONSchemaProps schema, String at, List<String> silent) {
    int fields = 0;
    if (schema.getItems() != null) {
      fields += collectSilent(schema.getItems().getSchema(), at + "[]", silent);
    }
    if (schema.getProperties() != null) {
      for (var property : schema.getProperties().entrySet()) {
        String path = at + "." + property.getKey();
        String text = property.getValue().getDescription();
        if (text == null || text.isBlank()) {
          silent.add(path);
        }
        fields += 1 + collectSilent(property.getValue(), path, silent);
      }
    }
    return fields;
  }
}
