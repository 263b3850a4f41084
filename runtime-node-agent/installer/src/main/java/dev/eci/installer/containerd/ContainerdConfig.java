// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * containerd's merged configuration, as {@code containerd config dump} prints it.
 *
 * @param tree read only
 */
public record ContainerdConfig(ObjectNode tree) {
  /** The CRI plugin's settings in version 3 and in version 2 of the format. */
  private static final List<String> CRI_PLUGINS =
      List.of("io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri");

  private static final String DEFAULT_STATE = "/run/containerd";

  public static ContainerdConfig parse(String toml) throws InvalidTomlException {
    return new ContainerdConfig(Toml.parse(toml));
  }

  public int version() {
    return tree.path("version").asInt(0);
  }

  public String socket() {
    return tree.path("grpc").path("address").asText(DEFAULT_STATE + "/containerd.sock");
  }

  /** The directory in which the shims keep the bundles of running containers. */
  public String tasks() {
    return tasks(tree.path("state").asText(DEFAULT_STATE));
  }

  public static String tasks(String state) {
    return state + "/io.containerd.runtime.v2.task/k8s.io";
  }

  public Optional<ObjectNode> handler(String name) {
    return runtimes()
        .map(runtimes -> runtimes.get(name))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  /** The handler of pods without a runtime class. The handler eci copies its settings. */
  public Optional<ObjectNode> defaultHandler() {
    return handler("runc").or(() -> handler(containerd().path("default_runtime_name").asText("")));
  }

  /** A copy without one handler and without the list of imports. */
  public ContainerdConfig withoutHandler(String handler) {
    ObjectNode copy = tree.deepCopy();
    copy.remove("imports");
    ContainerdConfig rest = new ContainerdConfig(copy);
    rest.runtimes().ifPresent(runtimes -> runtimes.remove(handler));
    return rest;
  }

  /** The dotted names of settings that differ, for messages. */
  public List<String> differences(ContainerdConfig other) {
    List<String> found = new ArrayList<>();
    Toml.differences("", tree, other.tree, found);
    return found;
  }

  private Optional<ObjectNode> runtimes() {
    return containerd().get("runtimes") instanceof ObjectNode runtimes
        ? Optional.of(runtimes)
        : Optional.empty();
  }

  private JsonNode containerd() {
    JsonNode plugins = tree.path("plugins");
    return CRI_PLUGINS.stream()
        .map(name -> plugins.path(name).path("containerd"))
        .filter(JsonNode::isObject)
        .findFirst()
        .orElse(plugins.path(CRI_PLUGINS.getFirst()));
  }
}
