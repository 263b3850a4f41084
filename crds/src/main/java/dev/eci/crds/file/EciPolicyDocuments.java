// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicySource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the EciPolicy documents of a file. */
final class EciPolicyDocuments {
  private static final Set<String> KEYS = Set.of("apiVersion", "kind", "metadata", "spec");
  private static final String VERSION = "eci.dev/v1alpha1";

  private EciPolicyDocuments() {}

  static PolicySet read(List<ObjectNode> documents, PolicyTarget target)
      throws InvalidPolicyFileException {
    List<Policy> policies = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ObjectNode document : documents) {
      EciPolicy written = policy(document);
      String name = written.getMetadata().getName();
      if (!names.add(name)) {
        throw new InvalidPolicyFileException(
            List.of("two documents have the name \"%s\"".formatted(name)));
      }
      switch (PolicyReader.read(written)) {
        case PolicyReader.Result.Invalid invalid ->
            throw InvalidPolicyFileException.of(title(name), invalid.errors());
        case PolicyReader.Result.Valid valid -> {
          List<FieldError> here =
              target == PolicyTarget.DOCKER_HOST
                  ? DockerHostValidator.check(written.getSpec())
                  : List.of();
          if (!here.isEmpty()) {
            throw InvalidPolicyFileException.of(title(name), here);
          }
          if (valid.enabled()) {
            policies.add(
                target == PolicyTarget.DOCKER_HOST
                    ? valid.policy().withSource(new PolicySource.File(name))
                    : valid.policy());
          } else {
            notes.add(title(name) + " is disabled by spec.enabled: false");
          }
        }
      }
    }
    if (policies.isEmpty()) {
      notes.add("no policy is in force: new containers are not protected");
    }
    return new PolicySet(policies, notes);
  }

  private static EciPolicy policy(ObjectNode document) throws InvalidPolicyFileException {
    List<String> errors = new ArrayList<>();
    document
        .fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            errors.add(key + ": unknown field; known fields: apiVersion, kind, metadata, spec");
          }
        });
    requireText(document, "apiVersion", VERSION, errors);
    requireText(document, "kind", "EciPolicy", errors);
    JsonNode name = document.path("metadata").path("name");
    if (!name.isTextual() || !name.asText().matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
      errors.add(
          "metadata.name: is missing or invalid; an example of a valid name is \"protect-everything\"");
    }
    if (!errors.isEmpty()) {
      throw new InvalidPolicyFileException(errors);
    }
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name.asText()).build());
    if (document.hasNonNull("spec")) {
      policy.setSpec(
          DocumentReader.bind(
              document.get("spec"), EciPolicySpec.class, title(name.asText()) + ": spec"));
    }
    return policy;
  }

  private static void requireText(
      ObjectNode document, String field, String required, List<String> errors) {
    if (!document.path(field).asText("").equals(required)) {
      errors.add("%s: must be %s".formatted(field, required));
    }
  }

  private static String title(String name) {
    return "EciPolicy \"%s\"".formatted(name);
  }
}
