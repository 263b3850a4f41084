package dev.eci.policy.model;

/** Where a policy is written, which is where people are sent that want something allowed. */
public sealed interface PolicySource {
  /** An EciPolicy of a cluster. */
  record Cluster(String name) implements PolicySource {}

  /** An EciPolicy in a Docker host's policy file. */
  record File(String name) implements PolicySource {}

  /** Docker Desktop's admin-settings.json as a Docker host's policy file. */
  record AdminSettings() implements PolicySource {}

  /** As messages name it. */
  default String describe() {
    return switch (this) {
      case Cluster(String name) -> "EciPolicy \"%s\"".formatted(name);
      case File(String name) -> "EciPolicy \"%s\"".formatted(name);
      case AdminSettings() -> "admin-settings.json";
    };
  }
}
