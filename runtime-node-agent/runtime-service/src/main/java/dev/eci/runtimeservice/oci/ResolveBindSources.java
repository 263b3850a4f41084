// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.HostRoot;
import java.io.IOException;

/**
 * Resolves the sources of bind mounts. Links are followed once, here: the path that policy
 * evaluates, the path whose owners are mapped, and the path that is mounted must be the same.
 */
record ResolveBindSources(HostRoot root) {
  void apply(Spec spec, String bundle) throws InvalidSpecException {
    for (ObjectNode mount : spec.mounts()) {
      if (MountOptions.isBind(mount)) {
        mount.put("source", real(mount.path("source").asText(""), bundle));
      }
    }
  }

  private String real(String source, String bundle) throws InvalidSpecException {
    try {
      return root.real(source.startsWith("/") ? source : bundle + "/" + source);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSpecException(
          "the source of a mount, %s, cannot be resolved".formatted(source));
    }
  }
}
