package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.HostRoot;
import java.io.IOException;

/**
 * Where bind mounts really come from. Links are followed once, here: what is judged, what is
 * decided on owners, and what is mounted must be one path.
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
          "the source of a mount, %s, cannot be followed".formatted(source));
    }
  }
}
