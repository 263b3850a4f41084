// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import java.util.List;

/**
 * The product's namespace, and the accounts that have a special role in it.
 *
 * @param namespace the product's own
 * @param excludedNamespaces namespaces whose pods bypass the webhook, the product's own among them
 * @param webhookTimeoutSeconds how long the API server waits for the webhook
 * @param adminGroups groups whose members may change locked objects (RES-5)
 * @param adminUsers further users who may, such as a GitOps tool's service account
 */
public record InstallationContext(
    String namespace,
    List<String> excludedNamespaces,
    int webhookTimeoutSeconds,
    List<String> adminGroups,
    List<String> adminUsers) {
  /** The chart's default: a webhook that hangs holds up no request for longer. */
  public static final int TIMEOUT_SECONDS = 3;

  public InstallationContext(
      String namespace,
      List<String> excludedNamespaces,
      List<String> adminGroups,
      List<String> adminUsers) {
    this(namespace, excludedNamespaces, TIMEOUT_SECONDS, adminGroups, adminUsers);
  }

  public InstallationContext {
    excludedNamespaces = List.copyOf(excludedNamespaces);
    adminGroups = List.copyOf(adminGroups);
    adminUsers = List.copyOf(adminUsers);
  }

  /** As tokens name it. */
  public String account(String name) {
    return "system:serviceaccount:%s:%s".formatted(namespace, name);
  }

  /** The agent's pods are part of the node: they need what all other pods are denied. */
  public String agentAccount() {
    return namespace + "/" + WellKnownNames.AGENT;
  }
}
