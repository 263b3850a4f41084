// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Whether a container's network namespace belongs to another user namespace than the container. A
 * namespace belongs to the user namespace of the process that created it. For the namespace of
 * another container's process, that is the user namespace that this container joins as well. The
 * CRI, however, creates a pod's network before any container exists, and a namespace that a file
 * keeps was created by an unknown process.
 */
final class NetworkOwnership {
  private NetworkOwnership() {}

  static boolean isOwnedByOtherUserNamespace(RewriteContext rewriteContext)
      throws InvalidSpecException {
    if (rewriteContext.allocatedIds().isEmpty()) {
      return false;
    }
    for (ObjectNode namespace : rewriteContext.spec().namespaces()) {
      if (namespace.path("type").asText("").equals("network")) {
        String path = namespace.path("path").asText("");
        return !path.isEmpty()
            && (!path.startsWith("/proc/")
                || !(rewriteContext.userNamespace()
                    instanceof UserNamespaceAssignment.SharedNamespace)
                || !CriAnnotations.of(rewriteContext.spec()).type().isEmpty());
      }
    }
    // without an entry, the container uses the node's network
    return true;
  }
}
