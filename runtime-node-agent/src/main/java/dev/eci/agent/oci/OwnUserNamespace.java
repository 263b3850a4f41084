package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.range.IdRange;

/**
 * A user namespace where the engine gave none (ISO-1, ISO-2). It comes before all other changes.
 */
final class OwnUserNamespace {
  static final String NAME = "user namespace";

  boolean apply(Container container) throws InvalidConfig {
    switch (container.identity()) {
      case Identity.Engines() -> {
        return false;
      }
      case Identity.New(IdRange range) -> {
        container.spec().addNamespace("user", "");
        map(container.spec(), range);
      }
      case Identity.Joined(IdRange range, String path) -> {
        container.spec().addNamespace("user", path);
        map(container.spec(), range);
      }
    }
    return true;
  }

  private static void map(Spec spec, IdRange range) {
    Mappings.put((ObjectNode) spec.linux(), range);
  }
}
