// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.model.WorkloadTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows a path through an object; a wildcard step follows every entry of a list or map. */
final class TemplatePath {
  private TemplatePath() {}

  /** The objects at the end of the path, by their concrete path. */
  static Map<String, JsonNode> find(List<String> path, JsonNode object) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    follow(path, "", object, found);
    return found;
  }

  private static void follow(
      List<String> path, String at, JsonNode node, Map<String, JsonNode> found) {
    if (path.isEmpty()) {
      if (node.isObject()) {
        found.put(at, node);
      }
      return;
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    if (!step.equals(WorkloadTemplate.ANY)) {
      follow(rest, join(at, step), node.path(step), found);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        follow(rest, "%s[%d]".formatted(at, i), node.get(i), found);
      }
    } else {
      node.properties().forEach(e -> follow(rest, join(at, e.getKey()), e.getValue(), found));
    }
  }

  private static String join(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }
}
