// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.List;

/**
 * The layers of an image from the lowest up, by the digests of their content (RootFS.Layers). An
 * image that was built FROM another starts with all layers of that image.
 */
public record LayerChain(List<String> diffIds) {
  public LayerChain {
    diffIds = List.copyOf(diffIds);
  }

  /** Nothing counts as built from an image without layers, because every chain starts with none. */
  public boolean isBuiltFrom(LayerChain parent) {
    int depth = parent.diffIds.size();
    return depth > 0 && depth <= diffIds.size() && diffIds.subList(0, depth).equals(parent.diffIds);
  }
}
