package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.text.NamespaceTexts;
import java.util.Map;

/**
 * RES-1 and ISO-1: the modes of HostConfig that share namespaces of the node, or of a container.
 */
final class Namespaces {
  private static final String OF_CONTAINER = "container:";

  private static final Map<String, String> MODES =
      Map.of(
          "PidMode", "pid",
          "IpcMode", "ipc",
          "UTSMode", "uts",
          "CgroupnsMode", "cgroup");

  private Namespaces() {}

  static void read(Fields host, Asked asked) throws BadBody {
    for (Map.Entry<String, String> mode : MODES.entrySet()) {
      read(host.text(mode.getKey()), mode.getValue(), host.at(mode.getKey()), asked);
    }
    if (!host.text("UsernsMode").isEmpty()) {
      asked.broken(RuleId.ISO_1, host.at("UsernsMode"), NamespaceTexts::ownUserNamespaceRequired);
    }
    // HostConfig.Cgroup joins another container's cgroup, by the same words
    read(host.text("Cgroup"), "cgroup", host.at("Cgroup"), asked);
  }

  /** Anything else than {@code host} and {@code container:} gives a namespace, or an error. */
  static void read(String mode, String namespace, String field, Asked asked) {
    if (mode.equals("host")) {
      asked.broken(RuleId.RES_1, field, p -> NamespaceTexts.hostNamespaceDenied(namespace, p));
    } else if (mode.startsWith(OF_CONTAINER)) {
      asked.joins.add(new Asked.Join(mode.substring(OF_CONTAINER.length()), namespace, field));
    }
  }
}
