package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Whether a container's network namespace belongs to another user namespace than the container.
 * Namespaces of a process belong to the user namespace it was created in, which is the one the
 * container joins as well; but a pod's network was made by the CRI, before there was a container,
 * and that of a file by whoever mounted the file.
 */
final class NetworkOwnership {
  private NetworkOwnership() {}

  static boolean isOwnedByOtherUserNamespace(RewriteContext rewriteContext)
      throws InvalidSpecException {
    if (rewriteContext.allocatedRange().isEmpty()) {
      return false;
    }
    for (ObjectNode namespace : rewriteContext.spec().namespaces()) {
      if (namespace.path("type").asText("").equals("network")) {
        String path = namespace.path("path").asText("");
        return !path.isEmpty()
            && (!path.startsWith("/proc/")
                || !(rewriteContext.userNamespace() instanceof UserNamespaceAssignment.SharedNamespace)
                || !CriAnnotations.of(rewriteContext.spec()).type().isEmpty());
      }
    }
    // none of its own: the node's
    return true;
  }
}
