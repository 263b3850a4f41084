// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import java.util.Optional;

/**
 * An entry of {@code HostConfig.Links}, {@code NAME[:ALIAS]}: it exposes the named container's
 * address and environment.
 *
 * @param alias the name that the new container gets for it
 */
record ContainerLink(String container, String alias) {
  /**
   * Reads it as the engine does, also in its old spelling {@code /NAME:/CONTAINER/ALIAS}.
   *
   * @return empty if the engine rejects it
   */
  static Optional<ContainerLink> parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2 || parts[0].isEmpty() || parts[0].equals("/")) {
      return Optional.empty();
    }
    String alias = parts[parts.length - 1];
    if (!parts[0].startsWith("/")) {
      return Optional.of(new ContainerLink(parts[0], alias));
    }
    return Optional.of(
        new ContainerLink(
            parts[0].substring(1),
            parts.length == 1 ? alias : alias.substring(alias.lastIndexOf('/') + 1)));
  }

  /** The entry that names the container by its ID. */
  String withId(String id) {
    return id + ":" + alias;
  }
}
