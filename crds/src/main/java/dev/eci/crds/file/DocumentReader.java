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

/** A file as trees: JSON where it is that, YAML documents otherwise. */
final class DocumentReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** As strict as the API server with its schema: no unknown field, no text for a number. */
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
   * YAML may begin with a brace too. Settings that only YAML would read are not what Docker Desktop
   * takes.
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
    List<JsonNode> found = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(content)) {
      documents.forEachRemaining(found::add);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyFileException(List.of(describeLocation(e)));
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
    return objects(found);
  }

  private static InvalidPolicyFileException unreadable(Exception e) {
    return new InvalidPolicyFileException(List.of("cannot be read: " + firstLine(e)));
  }

  private static List<ObjectNode> objects(List<JsonNode> found) throws InvalidPolicyFileException {
    found.removeIf(document -> document == null || document.isNull() || document.isMissingNode());
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode document : found) {
      if (!(document instanceof ObjectNode object)) {
        throw new InvalidPolicyFileException(List.of("a document in it is no object"));
      }
      objects.add(object);
    }
    return objects;
  }

  /** The record that {@code tree} stands for. */
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
