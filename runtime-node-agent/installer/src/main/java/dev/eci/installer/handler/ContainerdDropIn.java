// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.Toml;
import dev.eci.installer.step.InstallPaths;
import dev.eci.policy.idrange.NamedIds;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The drop-in that adds the handler eci: a copy of the node's default handler that calls
 * eci-runtime, which calls the node's runc. So the node's settings (systemd cgroups, a base spec
 * with hooks) apply to protected pods as well.
 */
final class ContainerdDropIn {
  private static final String RUNTIME_TYPE = "io.containerd.runc.v2";

  private ContainerdDropIn() {}

  /**
   * The content of the file.
   *
   * @param version 2 or 3, as in the main file
   * @param base the node's default handler in the merged configuration
   */
  static String text(int version, ObjectNode base) {
    Map<String, JsonNode> settings = nonZero(base);
    settings.remove("options");
    // containerd does not query the features of a custom shim, and without features it adds no user
    // namespaces
    settings.remove("runtime_path");
    settings.put("runtime_type", base.textNode(RUNTIME_TYPE));
    // a privileged pod cannot use the node's devices in a user namespace, so they are not listed
    settings.put("privileged_without_host_devices", base.booleanNode(true));
    settings.remove("privileged_without_host_devices_all_devices_allowed");
    settings.put("pod_annotations", podAnnotations(base));
    Map<String, JsonNode> options =
        base.get("options") instanceof ObjectNode present ? nonZero(present) : new TreeMap<>();
    options.put("BinaryName", base.textNode(InstallPaths.LAUNCHER));
    String table =
        "plugins.%s.containerd.runtimes.%s"
            .formatted(
                Toml.string(
                    version >= 3 ? "io.containerd.cri.v1.runtime" : "io.containerd.grpc.v1.cri"),
                InstallPaths.HANDLER);
    return "# written by eci-agent, which removes this file again; changes are overwritten\n"
        + "version = "
        + version
        + "\n\n["
        + table
        + "]\n"
        + lines(settings)
        + "\n["
        + table
        + ".options]\n"
        + lines(options);
  }

  /** Those of the node, and the one from which the agent knows the IDs that a pod names. */
  private static ArrayNode podAnnotations(ObjectNode base) {
    ArrayNode annotations = base.arrayNode();
    base.path("pod_annotations").forEach(annotations::add);
    return annotations.add(NamedIds.ANNOTATION);
  }

  /** Without zero values, because the dump prints every setting, whether it is set or not. */
  private static Map<String, JsonNode> nonZero(ObjectNode table) {
    Map<String, JsonNode> settings = new TreeMap<>();
    table
        .properties()
        .forEach(setting -> {
          if (!isZero(setting.getValue())) {
            settings.put(setting.getKey(), setting.getValue());
          }
        });
    return settings;
  }

  private static boolean isZero(JsonNode value) {
    return value.isContainerNode()
        ? value.isEmpty()
        : value.asText("").isEmpty()
            || value.asText().equals("0")
            || value.asText().equals("false");
  }

  private static String lines(Map<String, JsonNode> settings) {
    return settings.entrySet().stream()
        .map(setting -> "  %s = %s\n".formatted(key(setting.getKey()), value(setting.getValue())))
        .collect(Collectors.joining());
  }

  private static String key(String name) {
    return name.matches("[A-Za-z0-9_-]+") ? name : Toml.string(name);
  }

  private static String value(JsonNode value) {
    if (value.isTextual()) {
      return Toml.string(value.asText());
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(ContainerdDropIn::value)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof ObjectNode table) {
      return table.properties().stream()
          .map(e -> key(e.getKey()) + " = " + value(e.getValue()))
          .collect(Collectors.joining(", ", "{ ", " }"));
    }
    return value.asText();
  }
}
