// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the objects of a file as kubectl does: JSON if it begins with a brace and is JSON,
 * otherwise YAML documents, which lines of {@code ---} separate (k8s.io/apimachinery/pkg/util/yaml,
 * sigs.k8s.io/yaml). Of a key that is there twice, the last value counts.
 */
public final class KubernetesDocuments {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SEPARATOR = "---";
  private static final int MAX_DEPTH = 100;

  private KubernetesDocuments() {}

  /** The documents that are not empty. */
  public static List<JsonNode> read(byte[] content) throws InvalidDocumentException {
    String text = FileText.decode(content);
    if (text.stripLeading().startsWith("{")) {
      try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
        return values.readAll();
      } catch (IOException e) {
        // a YAML document may begin with a brace as well
      }
    }
    return yaml(text, true);
  }

  static List<JsonNode> yaml(String text, boolean allowsDuplicates)
      throws InvalidDocumentException {
    List<JsonNode> documents = new ArrayList<>();
    StringBuilder document = new StringBuilder();
    int line = 0;
    int first = 0;
    for (String next : text.split("(?<=\n)", -1)) {
      line++;
      if (next.startsWith(SEPARATOR)) {
        String rest = next.substring(SEPARATOR.length()).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
          throw new InvalidDocumentException(
              "line %d: write nothing after \"---\", because kubectl does not read it"
                  .formatted(line));
        }
        add(document.toString(), first, allowsDuplicates, documents);
        document.setLength(0);
        first = line;
      } else {
        document.append(next);
      }
    }
    add(document.toString(), first, allowsDuplicates, documents);
    return documents;
  }

  private static void add(
      String text, int lines, boolean allowsDuplicates, List<JsonNode> documents)
      throws InvalidDocumentException {
    if (text.isBlank()) {
      return;
    }
    try {
      LoaderOptions limits = new LoaderOptions();
      limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
      limits.setNestingDepthLimit(MAX_DEPTH);
      limits.setCodePointLimit(Integer.MAX_VALUE);
      Composer composer =
          new Composer(
              new ParserImpl(new StreamReader("\n".repeat(lines) + text), limits),
              YamlTree.RESOLVER,
              limits);
      Node node = composer.checkNode() ? composer.getNode() : null;
      if (node == null && text.startsWith("%")) {
        throw new InvalidDocumentException(
            "line %d: kubectl does not read a directive; remove it".formatted(lines + 1));
      }
      if (node != null) {
        JsonNode value = new YamlTree(allowsDuplicates).read(node);
        if (!value.isNull()) {
          documents.add(value);
        }
      }
    } catch (MarkedYAMLException e) {
      throw new InvalidDocumentException(
          (e.getProblemMark() == null
                  ? ""
                  : "line %d, column %d: "
                      .formatted(
                          e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1))
              + (e.getContext() == null ? "" : e.getContext() + ": ")
              + e.getProblem());
    } catch (YAMLException | IllegalArgumentException e) {
      // the parser throws the second for some tags
      throw new InvalidDocumentException(
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Where and why a JSON document is none. */
  static String describe(JsonProcessingException e) {
    return e.getLocation() == null
        ? e.getOriginalMessage()
        : "line %d, column %d: %s"
            .formatted(
                e.getLocation().getLineNr(),
                e.getLocation().getColumnNr(),
                e.getOriginalMessage().strip().replaceAll("\\s+", " "));
  }
}
