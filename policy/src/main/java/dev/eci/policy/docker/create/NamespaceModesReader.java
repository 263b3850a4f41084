// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.RuleId;
import java.util.Map;

/**
 * RES-1 and ISO-1: the modes of HostConfig that share namespaces of the node, or of a container.
 */
final class NamespaceModesReader {
  static final String OF_CONTAINER = "container:";

  private static final Map<String, String> MODES =
      Map.of(
          "PidMode", "pid",
          "IpcMode", "ipc",
          "UTSMode", "uts",
          "CgroupnsMode", "cgroup");

  private NamespaceModesReader() {}

  static void read(JsonFields host, RequestedAccess requestedAccess) throws MalformedBodyException {
    for (Map.Entry<String, String> mode : MODES.entrySet()) {
      read(host.text(mode.getKey()), mode.getValue(), host.path(mode.getKey()), requestedAccess);
    }
    if (!host.text("UsernsMode").isEmpty()) {
      requestedAccess.addViolation(
          RuleId.ISO_1, host.path("UsernsMode"), NamespaceMessages::ownUserNamespaceRequired);
    }
    // HostConfig.Cgroup joins another container's cgroup, with the same values
    read(host.text("Cgroup"), "cgroup", host.path("Cgroup"), requestedAccess);
  }

  /**
   * Any value other than {@code host} and {@code container:} creates a namespace, or is an error.
   */
  static void read(String mode, String namespace, String field, RequestedAccess requestedAccess) {
    if (mode.equals("host")) {
      requestedAccess.addViolation(
          RuleId.RES_1, field, p -> NamespaceMessages.hostNamespaceDenied(namespace, p));
    } else if (mode.startsWith(OF_CONTAINER)) {
      requestedAccess.sharedNamespaces.add(
          new RequestedAccess.SharedNamespace(
              mode.substring(OF_CONTAINER.length()), namespace, field));
    }
  }
}
