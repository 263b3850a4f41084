// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.KernelMessages;
import java.util.List;
import java.util.Map;

/**
 * Sysctls of a network that the container does not own. The OCI runtime sets them as the
 * container's root, which the kernel does not allow (EACCES). An engine's default is removed and
 * reported. A sysctl that a user requested denies the container.
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
    boolean changed = false;
    for (String key : names(sysctl)) {
      if (!key.replace('/', '.').startsWith("net.")) {
        continue;
      }
      if (!ENGINE_DEFAULTS.getOrDefault(key, List.of()).contains(sysctl.path(key).asText(""))) {
        throw new CreateDeniedException(KernelMessages.networkSettingDenied(key));
      }
      sysctl.remove(key);
      rewriteContext.add(new Notice("SysctlIgnored", KernelMessages.networkSettingIgnored(key)));
      changed = true;
    }
    return changed;
  }

  private static List<String> names(ObjectNode sysctl) {
    return sysctl.properties().stream().map(Map.Entry::getKey).toList();
  }
}
