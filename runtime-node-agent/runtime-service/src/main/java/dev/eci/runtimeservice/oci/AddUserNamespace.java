// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;

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
      case UserNamespaceAssignment.NewNamespace(IdMap ids) -> {
        rewriteContext.spec().addNamespace("user", "");
        map(rewriteContext.spec(), ids);
      }
      case UserNamespaceAssignment.SharedNamespace(IdMap ids, String path) -> {
        rewriteContext.spec().addNamespace("user", path);
        map(rewriteContext.spec(), ids);
      }
    }
    return true;
  }

  private static void map(Spec spec, IdMap ids) {
    IdMappings.put((ObjectNode) spec.linux(), ids);
  }
}
