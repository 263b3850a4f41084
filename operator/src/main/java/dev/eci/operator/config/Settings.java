package dev.eci.operator.config;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The operator's settings.
 *
 * @param namespace where the product runs
 * @param excludedNamespaces namespaces whose pods never reach the webhook, sorted
 */
public record Settings(
    String namespace,
    List<String> excludedNamespaces,
    CertificateSettings certificates,
    LeaderSettings leader) {

  public Settings {
    // without ours on the list the webhook's own pods could not start while no webhook runs
    excludedNamespaces =
        List.copyOf(
            new TreeSet<>(
                Stream.concat(excludedNamespaces.stream(), Stream.of(namespace))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList()));
  }
}
