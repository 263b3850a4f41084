// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;

/**
 * Adds a user namespace where the engine added none (ISO-1, ISO-2). It comes before all other
 * transforms.
 */
final class AddUserNamespace {
  static final String NAME = "user namespace";

  boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    switch (rewriteContext.userNamespace()) {
      case UserNamespaceAssignment.EngineAssigned() -> {
        return false;
      }
      case UserNamespaceAssignment.NewNamespace(IdRange range) -> {
        rewriteContext.spec().addNamespace("user", "");
        map(rewriteContext.spec(), range);
      }
      case UserNamespaceAssignment.SharedNamespace(IdRange range, String path) -> {
        rewriteContext.spec().addNamespace("user", path);
        map(rewriteContext.spec(), range);
      }
    }
    return true;
  }

  private static void map(Spec spec, IdRange range) {
    IdMappings.put((ObjectNode) spec.linux(), range);
  }
}
