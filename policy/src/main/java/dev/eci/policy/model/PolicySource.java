// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

/** Where a policy is written; messages name it as the place to allow something. */
public sealed interface PolicySource {
  /** An EciPolicy of a cluster. */
  record Cluster(String name) implements PolicySource {}

  /** An EciPolicy in a Docker host's policy file. */
  record File(String name) implements PolicySource {}

  /** Docker Desktop's admin-settings.json as a Docker host's policy file. */
  record AdminSettings() implements PolicySource {}

  /** The source as messages name it. */
  default String describe() {
    return switch (this) {
      case Cluster(String name) -> "EciPolicy \"%s\"".formatted(name);
      case File(String name) -> "EciPolicy \"%s\"".formatted(name);
      case AdminSettings() -> "admin-settings.json";
    };
  }
}
