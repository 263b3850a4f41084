package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.KernelMessages;
import java.util.List;
import java.util.Map;

/**
 * Settings of a network that the container does not own: the runtime sets them as the container's
 * root, whom the kernel does not let (EACCES). What engines add of their own accord is left out and
 * told; what somebody asked for is refused.
 */
final class StripUnownedSysctls implements SpecTransform {
  /** containerd's enable_unprivileged_ports and enable_unprivileged_icmp, and Docker's defaults. */
  private static final Map<String, List<String>> ENGINES_OWN =
      Map.of(
          "net.ipv4.ip_unprivileged_port_start", List.of("0"),
          "net.ipv4.ping_group_range", List.of("0 2147483647", "0 65535"));

  @Override
  public String name() {
    return "no settings of a foreign network";
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
      if (!ENGINES_OWN.getOrDefault(key, List.of()).contains(sysctl.path(key).asText(""))) {
        throw new CreateDeniedException(KernelMessages.networkSettingDenied(key));
      }
      sysctl.remove(key);
      rewriteContext.add(
          new Notice("NetworkSettingLeftOut", KernelMessages.networkSettingIgnored(key)));
      changed = true;
    }
    return changed;
  }

  private static List<String> names(ObjectNode sysctl) {
    return sysctl.properties().stream().map(Map.Entry::getKey).toList();
  }
}
