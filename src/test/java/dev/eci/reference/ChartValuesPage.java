// SPDX-License-Identifier: Apache-2.0
package dev.eci.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eci.harness.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes docs/reference/chart-values.md from values.yaml and its helm-docs comments. */
final class ChartValuesPage {
  static final Path FILE = Project.ROOT.resolve("docs/reference/chart-values.md");

  private static final Path VALUES = Project.CHART.resolve("values.yaml");
  private static final Pattern DESCRIPTION = Pattern.compile(" *# -- (.+)");
  private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
  private static final String HEAD =
      """
      <!-- generated from deploy/chart/values.yaml: edit that file -->
      # Chart values

      `values.schema.json` rejects unknown keys and values of another type. [Install](../install.md) shows the values that
      most clusters need.

      | key | type | default | description |
      |---|---|---|---|
      """;

  /** A value of the chart, with its whole subtree. */
  record Row(String key, JsonNode value, String description) {
    private String line() {
      return "| `%s` | %s | `%s` | %s |\n".formatted(key, type(), value, description);
    }

    private String type() {
      return switch (value.getNodeType()) {
        case ARRAY -> "list";
        case BOOLEAN -> "bool";
        case NUMBER -> "int";
        case OBJECT -> "object";
        default -> "string";
      };
    }
  }

  private record OpenKey(int indent, String name) {}

  private ChartValuesPage() {}

  /** The generated text. */
  static String text() throws IOException {
    return rows().stream().map(Row::line).collect(Collectors.joining("", HEAD, ""));
  }

  /** Every value that has a description, in the order of the file. */
  static List<Row> rows() throws IOException {
    JsonNode values = values();
    List<Row> rows = new ArrayList<>();
    Deque<OpenKey> path = new ArrayDeque<>();
    String description = "";
    for (String line : Files.readAllLines(VALUES)) {
      Matcher comment = DESCRIPTION.matcher(line);
      Matcher key = KEY.matcher(line);
      if (comment.matches()) {
        description = comment.group(1);
      } else if (key.matches()) {
        int indent = key.group(1).length();
        while (!path.isEmpty() && path.getLast().indent() >= indent) {
          path.removeLast();
        }
        path.add(new OpenKey(indent, key.group(2)));
        if (!description.isEmpty()) {
          List<String> names = path.stream().map(OpenKey::name).toList();
          rows.add(
              new Row(
                  String.join(".", names), values.at("/" + String.join("/", names)), description));
          description = "";
        }
      }
    }
    return rows;
  }

  /** values.yaml as a tree. */
  static JsonNode values() throws IOException {
    return new YAMLMapper().readTree(VALUES.toFile());
  }
}
