// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses a policy file into trees, as {@link KubernetesDocuments} but for one thing: a key that is
 * there twice is an error, because one of both values would not be enforced.
 */
final class DocumentReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** As strict as the API server with its schema: no unknown fields, no strings for numbers. */
  private static final ObjectMapper STRICT =
      StrictTypes.strict().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Pattern QUOTED_KEY = Pattern.compile("\\s*\\{\\s*\"");
  private static final Pattern WITHOUT_BRACES =
      Pattern.compile("\\s*\"[A-Za-z0-9]+\"\\s*:.*", Pattern.DOTALL);

  private DocumentReader() {}

  static List<ObjectNode> read(byte[] content) throws InvalidPolicyFileException {
    try {
      return read(FileText.decode(content));
    } catch (InvalidDocumentException e) {
      throw invalid(e.sentence());
    }
  }

  private static List<ObjectNode> read(String text)
      throws InvalidDocumentException, InvalidPolicyFileException {
    if (!text.stripLeading().startsWith("{")) {
      return yaml(text);
    }
    try {
      return objects(new ArrayList<>(List.of(JSON.readTree(text))));
    } catch (JsonProcessingException e) {
      return flow(text, invalid(KubernetesDocuments.describe(e)));
    }
  }

  /**
   * A YAML document may begin with a brace as well. Settings that are only valid as YAML are
   * rejected, because Docker Desktop reads JSON.
   */
  private static List<ObjectNode> flow(String text, InvalidPolicyFileException asJson)
      throws InvalidPolicyFileException {
    List<ObjectNode> objects;
    try {
      objects = objects(KubernetesDocuments.yaml(text, false));
    } catch (InvalidDocumentException asYaml) {
      throw QUOTED_KEY.matcher(text).lookingAt() ? asJson : invalid(asYaml.sentence());
    }
    if (objects.stream().anyMatch(AdminSettings::isAdminSettings)) {
      throw asJson;
    }
    return objects;
  }

  private static List<ObjectNode> yaml(String text)
      throws InvalidDocumentException, InvalidPolicyFileException {
    if (AdminSettings.isMentioned(text) && WITHOUT_BRACES.matcher(text).matches()) {
      throw invalid(AdminSettings.NO_BRACES);
    }
    if (text.contains("--admin-settings")) {
      throw invalid(
          "is a command line of Docker Desktop's installer; leave only the JSON object of --admin-settings");
    }
    List<ObjectNode> objects = objects(KubernetesDocuments.yaml(text, false));
    if (objects.stream().anyMatch(AdminSettings::isAdminSettings)) {
      throw invalid(AdminSettings.NO_BRACES);
    }
    return objects;
  }

  private static InvalidPolicyFileException invalid(String message) {
    return new InvalidPolicyFileException(List.of(message));
  }

  private static List<ObjectNode> objects(List<JsonNode> documents)
      throws InvalidPolicyFileException {
    documents.removeIf(
        document -> document == null || document.isNull() || document.isMissingNode());
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode document : documents) {
      if (!(document instanceof ObjectNode object)) {
        throw new InvalidPolicyFileException(List.of("contains a document that is not an object"));
      }
      objects.add(object);
    }
    return objects;
  }

  /** Converts {@code tree} into a record. {@code field} is the path of the tree, for errors. */
  static <T> T bind(JsonNode tree, Class<T> type, String field) throws InvalidPolicyFileException {
    try {
      return STRICT.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyFileException(List.of(DeserializationErrors.sentence(e, field)));
    }
  }
}
