// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Turns one YAML document into the JSON that kubectl sends: aliases are copied, {@code <<} merges
 * in the order of the text, a key that is a number or a Boolean becomes text (sigs.k8s.io/yaml).
 */
final class YamlTree {
  /** Marks a scalar whose type its text decides, as opposed to one with quotes or a tag. */
  private static final Tag PLAIN = new Tag("tag:eci.dev:plain");

  /** Few KiB of aliases of aliases could otherwise fill any memory. */
  private static final int MAX_VALUES = 500_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Leaves the types of plain scalars open. */
  static final Resolver RESOLVER =
      new Resolver() {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
          return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
        }
      };

  private final boolean allowsDuplicates;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  YamlTree(boolean allowsDuplicates) {
    this.allowsDuplicates = allowsDuplicates;
  }

  JsonNode read(Node node) throws InvalidDocumentException {
    if (++values > MAX_VALUES) {
      throw new InvalidDocumentException(
          "its aliases expand to more than %d values; write the values out".formatted(MAX_VALUES));
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (!open.add(node)) {
      throw new InvalidDocumentException(at(node) + "an anchor contains itself");
    }
    try {
      if (node instanceof SequenceNode sequence) {
        ArrayNode array = JSON.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(read(item));
        }
        return array;
      }
      ObjectNode object = JSON.objectNode();
      mapping((MappingNode) node, object);
      return object;
    } finally {
      open.remove(node);
    }
  }

  private void mapping(MappingNode mapping, ObjectNode into) throws InvalidDocumentException {
    Set<String> own = new java.util.HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple.getKeyNode())) {
        merge(tuple.getValueNode(), into);
        continue;
      }
      String key = key(tuple.getKeyNode());
      if (!own.add(key) && !allowsDuplicates) {
        throw new InvalidDocumentException(
            at(tuple.getKeyNode()) + "Duplicate field '" + key + "'");
      }
      into.set(key, read(tuple.getValueNode()));
    }
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getValue().equals("<<")
        && (scalar.getTag().equals(PLAIN) || scalar.getTag().equals(Tag.MERGE));
  }

  /** Of several mappings, earlier ones take precedence. */
  private void merge(Node value, ObjectNode into) throws InvalidDocumentException {
    List<? extends Node> all =
        value instanceof SequenceNode sequence ? sequence.getValue().reversed() : List.of(value);
    for (Node one : all) {
      if (!(one instanceof MappingNode)) {
        throw new InvalidDocumentException(
            at(one) + "\"<<\" needs a mapping, or a list of mappings");
      }
      into.setAll((ObjectNode) read(one));
    }
  }

  private String key(Node key) throws InvalidDocumentException {
    if (!(key instanceof ScalarNode scalar)) {
      throw new InvalidDocumentException(at(key) + "a key must be text, a number or a Boolean");
    }
    JsonNode value = scalar(scalar);
    if (value.isNull()) {
      throw new InvalidDocumentException(at(key) + "a key is null; write it with quotes");
    }
    if (value.isFloatingPointNumber()) {
      String text = Float.toString((float) value.doubleValue());
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    return value.asText();
  }

  private static JsonNode scalar(ScalarNode scalar) throws InvalidDocumentException {
    Tag tag = scalar.getTag();
    JsonNode value;
    if (tag.equals(PLAIN)) {
      value = GoScalars.plain(scalar.getValue());
    } else if (tag.getValue().startsWith(Tag.PREFIX)) {
      String type = tag.getValue().substring(Tag.PREFIX.length());
      value =
          type.equals("str") || scalar.getScalarStyle() == ScalarStyle.JSON_SCALAR_STYLE
              ? JSON.textNode(scalar.getValue())
              : GoScalars.tagged(type, scalar.getValue());
    } else {
      value = JSON.textNode(scalar.getValue());
    }
    if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
      throw new InvalidDocumentException(
          at(scalar) + "\"" + scalar.getValue() + "\" has no form in JSON; write it with quotes");
    }
    return value;
  }

  private static String at(Node node) {
    return "line %d, column %d: "
        .formatted(node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
  }
}
