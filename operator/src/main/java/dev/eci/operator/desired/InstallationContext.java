package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import java.util.List;

/**
 * Where the product runs, and who counts as what there.
 *
 * @param namespace the product's own
 * @param excludedNamespaces namespaces that the webhook does not look at, ours among them
 * @param adminGroups groups whose members may change what is locked (RES-5)
 * @param adminUsers further users who may, such as a GitOps tool's service account
 */
public record InstallationContext(
    String namespace,
    List<String> excludedNamespaces,
    List<String> adminGroups,
    List<String> adminUsers) {
  public InstallationContext {
    excludedNamespaces = List.copyOf(excludedNamespaces);
    adminGroups = List.copyOf(adminGroups);
    adminUsers = List.copyOf(adminUsers);
  }

  /** As tokens name it. */
  public String account(String name) {
    return "system:serviceaccount:%s:%s".formatted(namespace, name);
  }

  /** The agent's pods are part of the node: they need what everybody else is refused. */
  public String agentAccount() {
    return namespace + "/" + WellKnownNames.AGENT;
  }
}
