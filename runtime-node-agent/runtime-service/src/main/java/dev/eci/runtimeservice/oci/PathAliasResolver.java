package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The names by which policy knows directories that only this node has elsewhere.
 *
 * @param aliases from the node's own directory (of kubelet or engine) to the usual one
 */
public record PathAliasResolver(HostRoot root, Supplier<Map<String, String>> aliases) {
  /** The usual name of a path without links ({@link ResolveBindSources}). */
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
          "the source of a mount, %s, cannot be followed".formatted(real));
    }
  }
}
