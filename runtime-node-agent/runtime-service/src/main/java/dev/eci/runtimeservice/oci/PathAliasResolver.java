// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Translates paths of this node to the default paths that policy knows.
 *
 * @param aliases from this node's directory (of the kubelet or the engine) to the default one
 */
public record PathAliasResolver(HostRoot root, Supplier<Map<String, String>> aliases) {
  /** The default name of a path without links ({@link ResolveBindSources}). */
  String canonicalPath(String real) throws InvalidSpecException {
    try {
      for (Map.Entry<String, String> alias : aliases.get().entrySet()) {
        String own = root.real(alias.getKey());
        if (!own.equals(alias.getValue()) && (real + "/").startsWith(own + "/")) {
          return alias.getValue() + real.substring(own.length());
        }
      }
      return real;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSpecException(
          "the source of a mount, %s, cannot be resolved".formatted(real));
    }
  }
}
