// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Compares the files in the layers of an overlay, as they are on disk: without the ID mapping of a
 * running container.
 *
 * @param upper the container's own layer; no path of a layer contains links
 * @param lower the image's, from top to bottom
 */
public record OverlayLayers(Path upper, List<Path> lower) implements LayerComparison {
  /** What the engine's JSON has in place of bytes that are not UTF-8. */
  private static final char UNKNOWN = '\uFFFD';

  public OverlayLayers {
    lower = List.copyOf(lower);
  }

  @Override
  public Result compare(String path) {
    if (path.indexOf(UNKNOWN) >= 0) {
      return Result.CHANGED;
    }
    try {
      Optional<LayerFile> own = LayerFileReader.read(upper, path);
      if (own.isEmpty()) {
        return Result.IN_IMAGE_ONLY;
      }
      for (Path layer : lower) {
        Optional<LayerFile> original = LayerFileReader.read(layer, path);
        if (original.isPresent()) {
          return own.get().isSame(original.get()) ? Result.COPIED : Result.CHANGED;
        }
      }
      return Result.CHANGED;
    } catch (IOException e) {
      return Result.CHANGED;
    }
  }
}
