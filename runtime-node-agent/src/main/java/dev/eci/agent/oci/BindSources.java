package dev.eci.agent.oci;

import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where a bind mount really comes from: symbolic links of this node are followed, and directories
 * that only this node has elsewhere are given the names that policy knows them by.
 *
 * @param aliases from the node's own directory (of kubelet or engine) to the usual one
 */
public record BindSources(HostRoot root, Supplier<Map<String, String>> aliases) {
  String of(String source, String bundle) throws InvalidConfig {
    String absolute = source.startsWith("/") ? source : bundle + "/" + source;
    try {
      return usual(root.real(absolute));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidConfig("the source of a mount, %s, cannot be followed".formatted(source));
    }
  }

  private String usual(String real) throws IOException {
    for (Map.Entry<String, String> alias : aliases.get().entrySet()) {
      String own = root.real(alias.getKey());
      if (!own.equals(alias.getValue()) && (real + "/").startsWith(own + "/")) {
        return alias.getValue() + real.substring(own.length());
      }
    }
    return real;
  }
}
