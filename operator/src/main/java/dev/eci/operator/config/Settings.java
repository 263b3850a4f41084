// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import dev.eci.operator.desired.InstallationContext;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operator's settings.
 *
 * @param namespace where the product runs
 * @param excludedNamespaces namespaces whose pods bypass the webhook, sorted
 * @param webhookTimeoutSeconds how long the API server waits for the webhook
 * @param adminGroups groups whose members may change locked objects (RES-5)
 * @param adminUsers further users who may
 * @param agentGrace how long a node may be without an agent before its EciNode is not Ready
 */
public record Settings(
    String namespace,
    List<String> excludedNamespaces,
    int webhookTimeoutSeconds,
    List<String> adminGroups,
    List<String> adminUsers,
    AuditSettings audit,
    CertificateSettings certificates,
    LeaderSettings leader,
    RegistryRefreshSettings registries,
    Duration agentGrace) {

  public Settings {
    // if the product's namespace were not excluded, the webhook's own pods could not start while no
    // webhook runs
    excludedNamespaces =
        List.copyOf(
            new TreeSet<>(
                Stream.concat(excludedNamespaces.stream(), Stream.of(namespace))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList()));
    adminGroups = List.copyOf(adminGroups);
    adminUsers = List.copyOf(adminUsers);
  }

  public InstallationContext installationContext() {
    return new InstallationContext(
        namespace, excludedNamespaces, webhookTimeoutSeconds, adminGroups, adminUsers);
  }
}
