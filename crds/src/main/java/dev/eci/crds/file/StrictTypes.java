// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.List;
import java.util.Optional;

/** Whether values have the types of the API, as the API server reads them: nothing is converted. */
public final class StrictTypes {
  /** Unknown fields are the API server's to judge. */
  private static final ObjectMapper MAPPER =
      strict().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private StrictTypes() {}

  static JsonMapper.Builder strict() {
    return JsonMapper.builder()
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        // an element of a list or a map that is null is one that its author forgot to write
        .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
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
            });
  }

  /**
   * The first value of another type, as a sentence that starts with its field.
   *
   * @param field path of {@code tree} in its object
   */
  public static Optional<String> error(JsonNode tree, Class<?> type, String field) {
    if (tree.isMissingNode() || tree.isNull()) {
      return Optional.empty();
    }
    try {
      MAPPER.treeToValue(tree, type);
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of(DeserializationErrors.sentence(e, field));
    }
  }
}
