// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.LayerChain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The images in the image store of an engine from which another image was built (SOCK-3). An ID
 * stands for one chain of layers forever, so each chain is read once.
 */
final class ParentImages {
  private static final int MAX_CACHED = 1000;

  private final Map<String, LayerChain> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LayerChain> eldest) {
          return size() > MAX_CACHED;
        }
      };

  /**
   * Searches the image store.
   *
   * @param ofInterest the images that policies list: the layers of only these are read
   */
  List<ImageContent> of(EngineImage image, EngineImages engine, Predicate<ImageContent> ofInterest)
      throws IOException {
    List<ImageContent> found = new ArrayList<>();
    for (ImageContent other : engine.list()) {
      if (!other.id().equals(image.content().id()) && ofInterest.test(other)) {
        if (image.layers().isBuiltFrom(chain(other, engine))) {
          found.add(other);
        }
      }
    }
    return found;
  }

  private LayerChain chain(ImageContent image, EngineImages engine) throws IOException {
    LayerChain none = new LayerChain(List.of());
    Optional<String> id = image.id();
    if (id.isEmpty()) {
      return none;
    }
    synchronized (chains) {
      LayerChain known = chains.get(id.get());
      if (known != null) {
        return known;
      }
    }
    LayerChain chain = engine.inspect(id.get()).map(EngineImage::layers).orElse(none);
    synchronized (chains) {
      chains.put(id.get(), chain);
    }
    return chain;
  }
}
