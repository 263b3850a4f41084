package dev.eci.installer.handler;
import dev.eci.installer.step.InstallPaths;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.Toml;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The drop-in that adds our handler: the node's own handler with our launcher in front of its runc,
 * so that what the node is configured for (systemd cgroups, a base spec with hooks) holds for
 * protected pods too.
 */
final class ContainerdDropIn {
  private static final String RUNTIME_TYPE = "io.containerd.runc.v2";

  private ContainerdDropIn() {}

  /**
   * The whole file.
   *
   * @param version 2 or 3, as the main file's
   * @param own the node's own handler in the merged configuration
   */
  static String text(int version, ObjectNode own) {
    Map<String, JsonNode> settings = written(own);
    settings.remove("options");
    // a shim of the node's own choice is not asked for features, and without those there are no
    // user namespaces
    settings.remove("runtime_path");
    settings.put("runtime_type", own.textNode(RUNTIME_TYPE));
    // what a privileged pod gets listed in /dev otherwise is useless to it, and the node's business
    settings.put("privileged_without_host_devices", own.booleanNode(true));
    settings.remove("privileged_without_host_devices_all_devices_allowed");
    Map<String, JsonNode> options =
        own.get("options") instanceof ObjectNode given ? written(given) : new TreeMap<>();
    options.put("BinaryName", own.textNode(InstallPaths.LAUNCHER));
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

  /** Without what says nothing: the dump prints every setting, set or not. */
  private static Map<String, JsonNode> written(ObjectNode table) {
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
