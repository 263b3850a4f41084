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
 * The images in an engine's store that another was built from (SOCK-3). An id stands for one chain
 * of layers for ever, so each is read once.
 */
final class ParentImages {
  private static final int KEPT_MAX = 1000;

  private final Map<String, LayerChain> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LayerChain> eldest) {
          return size() > KEPT_MAX;
        }
      };

  /**
   * Looks through the store.
   *
   * @param ofInterest which images are worth a look: of a thousand only the few that are listed
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
