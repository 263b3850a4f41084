// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that the build wrote into the chart. */
final class GeneratedCrds {
  static final List<String> NAMES =
      List.of(
          "ecipolicies.eci.dev",
          "ecinodes.eci.dev",
          "eciimages.eci.dev",
          "ecifallbackparameters.eci.dev");

  private GeneratedCrds() {}

  static CustomResourceDefinition read(String name) throws IOException {
    Path file = Path.of("..", "deploy", "chart", "files", "crds", name + ".yaml");
    return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
  }

  static CustomResourceDefinitionVersion version(String name) throws IOException {
    return read(name).getSpec().getVersions().getFirst();
  }

  static JSONSchemaProps schema(String name) throws IOException {
    return version(name).getSchema().getOpenAPIV3Schema();
  }

  /** The schema at a path such as {@code spec.exemptions.images}, through entries of lists. */
  static JSONSchemaProps schema(String name, String path) throws IOException {
    JSONSchemaProps at = schema(name);
    for (String field : path.split("\\.", -1)) {
      at = (at.getItems() == null ? at : at.getItems().getSchema()).getProperties().get(field);
    }
    return at;
  }
}
