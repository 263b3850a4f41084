// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.KernelMessages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sysctls of a network that the container does not own. The OCI runtime sets them as the
 * container's root, which the kernel does not allow (EACCES). An engine's default is left to
 * eci-runtime if a file keeps the network, as for a pod's, and otherwise removed and reported. A
 * sysctl that a user requested denies the container.
 */
final class StripUnownedSysctls implements SpecTransform {
  /** containerd's enable_unprivileged_ports and enable_unprivileged_icmp, and Docker's defaults. */
  private static final Map<String, List<String>> ENGINE_DEFAULTS =
      Map.of(
          "net.ipv4.ip_unprivileged_port_start", List.of("0"),
          "net.ipv4.ping_group_range", List.of("0 2147483647", "0 65535"));

  @Override
  public String name() {
    return "sysctls of an unowned network removed";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    if (!(rewriteContext.spec().sysctl() instanceof ObjectNode sysctl)
        || !NetworkOwnership.isOwnedByOtherUserNamespace(rewriteContext)) {
      return false;
    }
    Optional<String> network = keptNetwork(rewriteContext.spec());
    Map<String, String> defaults = new TreeMap<>();
    for (String key : names(sysctl)) {
      if (!key.replace('/', '.').startsWith("net.")) {
        continue;
      }
      String value = sysctl.path(key).asText("");
      if (!ENGINE_DEFAULTS.getOrDefault(key, List.of()).contains(value)) {
        throw new CreateDeniedException(KernelMessages.networkSettingDenied(key));
      }
      sysctl.remove(key);
      defaults.put(key, value);
    }
    if (network.isPresent() && !defaults.isEmpty()) {
      rewriteContext.setNetworkSysctls(new NetworkSysctls(network.get(), defaults));
    } else {
      defaults
          .keySet()
          .forEach(key ->
              rewriteContext.add(
                  new Notice("SysctlIgnored", KernelMessages.networkSettingIgnored(key))));
    }
    return !defaults.isEmpty();
  }

  /** The file that keeps the network namespace; empty for the node's, and for a process's. */
  private static Optional<String> keptNetwork(Spec spec) throws InvalidSpecException {
    return spec.namespaces().stream()
        .filter(namespace -> namespace.path("type").asText("").equals("network"))
        .map(namespace -> namespace.path("path").asText(""))
        .filter(path -> path.startsWith("/") && !path.startsWith("/proc/"))
        .findFirst();
  }

  private static List<String> names(ObjectNode sysctl) {
    return sysctl.properties().stream().map(Map.Entry::getKey).toList();
  }
}
