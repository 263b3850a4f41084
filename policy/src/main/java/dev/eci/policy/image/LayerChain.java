package dev.eci.policy.image;

import java.util.List;

/**
 * The layers of an image from the lowest up, by the digests of their content (RootFS.Layers). An
 * image that was built FROM another begins with all of that one's layers.
 */
public record LayerChain(List<String> diffIds) {
  public LayerChain {
    diffIds = List.copyOf(diffIds);
  }

  /** Nothing is built from an image without layers: everything begins with none. */
  public boolean isBuiltFrom(LayerChain parent) {
    int depth = parent.diffIds.size();
    return depth > 0 && depth <= diffIds.size() && diffIds.subList(0, depth).equals(parent.diffIds);
  }
}
