// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parses a file into trees: as JSON if it is JSON, otherwise as YAML documents. */
final class DocumentReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** As strict as the API server with its schema: no unknown fields, no strings for numbers. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                for (CoercionInputShape shape :
                    List.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean)) {
                  text.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .build();

  private static final Pattern QUOTED_KEY = Pattern.compile("\\s*\\{\\s*\"");

  private DocumentReader() {}

  static List<ObjectNode> read(byte[] content) throws InvalidPolicyFileException {
    String text = new String(content, StandardCharsets.UTF_8).stripLeading();
    if (!text.startsWith("{")) {
      return yaml(content);
    }
    try {
      return objects(new ArrayList<>(List.of(JSON.readTree(content))));
    } catch (JsonProcessingException e) {
      return flow(content, new InvalidPolicyFileException(List.of(describeLocation(e))));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * A YAML document may begin with a brace as well. Settings that are only valid as YAML are
   * rejected, because Docker Desktop reads JSON.
   */
  private static List<ObjectNode> flow(byte[] content, InvalidPolicyFileException asJson)
      throws InvalidPolicyFileException {
    List<ObjectNode> objects;
    try {
      objects = yaml(content);
    } catch (InvalidPolicyFileException asYaml) {
      throw QUOTED_KEY.matcher(new String(content, StandardCharsets.UTF_8)).lookingAt()
          ? asJson
          : asYaml;
    }
    if (objects.stream().anyMatch(AdminSettings::isAdminSettings)) {
      throw asJson;
    }
    return objects;
  }

  private static List<ObjectNode> yaml(byte[] content) throws InvalidPolicyFileException {
    List<JsonNode> parsed = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(content)) {
      documents.forEachRemaining(parsed::add);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyFileException(List.of(describeLocation(e)));
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
    return objects(parsed);
  }

  private static InvalidPolicyFileException unreadable(Exception e) {
    return new InvalidPolicyFileException(List.of("cannot be read: " + firstLine(e)));
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

  private static String describeLocation(JsonProcessingException e) {
    return e.getLocation() == null
        ? e.getOriginalMessage()
        : "line %d, column %d: %s"
            .formatted(
                e.getLocation().getLineNr(),
                e.getLocation().getColumnNr(),
                e.getOriginalMessage().strip().replaceAll("\\s+", " "));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
