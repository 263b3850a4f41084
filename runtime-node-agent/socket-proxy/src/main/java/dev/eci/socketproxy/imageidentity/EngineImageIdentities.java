// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.Policy;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Identifies images by what the engine reports.
 *
 * @param engine empty while dockerd is not found
 * @param policies in force, with resolved digests
 * @param clock for the age of resolved digests
 */
public record EngineImageIdentities(
    Supplier<Optional<EngineApi>> engine,
    Supplier<? extends Collection<Policy>> policies,
    InstantSource clock,
    ParentImages ancestors)
    implements ImageIdentities {
  private static final Log LOG = Log.of(EngineImageIdentities.class);

  public static EngineImageIdentities of(
      Supplier<Optional<EngineApi>> engine,
      Supplier<? extends Collection<Policy>> policies,
      InstantSource clock) {
    return new EngineImageIdentities(engine, policies, clock, new ParentImages());
  }

  @Override
  public Optional<ImageIdentity> named(String written) {
    return inspect(written, written);
  }

  @Override
  public ImageIdentity recorded(String written, String id) {
    ImageContent recorded = ImageContent.of(id, List.of());
    ImageIdentity known = ImageIdentity.Local.of(written, recorded);
    // the container may outlive its image, but its record stays true
    return recorded.id().isEmpty() ? known : inspect(written, id).orElse(known);
  }

  private Optional<ImageIdentity> inspect(String written, String name) {
    Optional<EngineApi> api = engine.get();
    if (api.isEmpty()) {
      return Optional.empty();
    }
    try {
      EngineImages images = EngineImages.of(api.get());
      Optional<EngineImage> image = images.inspect(name);
      return image.isEmpty()
          ? Optional.empty()
          : Optional.of(identity(written, image.get(), images));
    } catch (IOException e) {
      LOG.warn(
          "cannot inspect an image of the engine",
          "image",
          written,
          "error",
          String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The origin of an image takes a few more requests, so it is read only if a policy needs it. */
  private ImageIdentity identity(String written, EngineImage image, EngineImages images)
      throws IOException {
    Instant now = clock.instant();
    Collection<Policy> inForce = policies.get();
    List<ImageContent> parents =
        inForce.stream().noneMatch(p -> p.dockerSocket().images().derived())
                || isListed(inForce, image.content(), now)
            ? List.of()
            : ancestors.of(image, images, content -> isListed(inForce, content, now));
    return new ImageIdentity.Local(
        written, image.content(), !parents.isEmpty() && images.isLocalOnly(image), parents);
  }

  private static boolean isListed(Collection<Policy> policies, ImageContent content, Instant now) {
    return policies.stream().anyMatch(p -> p.dockerSocket().images().contains(content, now));
  }
}
