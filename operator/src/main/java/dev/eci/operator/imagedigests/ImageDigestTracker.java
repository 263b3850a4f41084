// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagedigests;

import dev.eci.crds.conversion.ResolvedReader;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.policy.image.AnyTagPattern;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import dev.eci.registry.resolve.DigestCache;
import dev.eci.registry.resolve.DigestResolver;
import dev.eci.registry.resolve.RefreshIntervals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The digests of the images that the cluster's policies list: always of entries with a tag, and of
 * entries for all tags while pods request such an image.
 */
public final class ImageDigestTracker implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ImageDigestTracker.class);

  private final DigestResolver registries;
  private final RefreshIntervals refreshIntervals;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable DigestCache known;
  private Map<String, Long> last = Map.of();
  private Set<ImageReference> listed = Set.of();
  private Set<AnyTagPattern> anyTags = Set.of();
  private final Map<ImageReference, Instant> requested = new HashMap<>();

  public ImageDigestTracker(
      DigestResolver registries, RefreshIntervals refreshIntervals, InstantSource clock) {
    this.registries = registries;
    this.refreshIntervals = refreshIntervals;
    this.clock = clock;
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * The known digests for these policies. The first call starts to resolve them, and adopts what an
   * earlier operator wrote into the policies' statuses. Only the leader calls this.
   */
  public synchronized ResolvedImages resolvedImages(ParsedPolicies policies) {
    if (known == null) {
      ResolvedImages before =
          policies.all().stream()
              .map(policy -> ResolvedReader.read(policy.written().getStatus()))
              .reduce(ResolvedImages.NONE, ResolvedImages::merge);
      known = new DigestCache(registries, refreshIntervals, clock, before, this::notifyListeners);
    }
    // by generation: each status changes the policies, and reading thousands of images for each
    // status cost more than to write it
    Map<String, Long> generations = policies.generations();
    if (generations.equals(last)) {
      return known.snapshot();
    }
    last = generations;
    Set<ImageReference> now = new HashSet<>();
    entries(policies, TagPattern.class).map(TagPattern::reference).forEach(now::add);
    if (!now.equals(listed)) {
      known.list(now);
      listed = now;
    }
    Set<AnyTagPattern> any = entries(policies, AnyTagPattern.class).collect(Collectors.toSet());
    if (!any.equals(anyTags)) {
      anyTags = any;
      known.requestResolution(
          requested.keySet().stream().filter(this::isOnDemand).toList(), Duration.ZERO);
    }
    return known.snapshot();
  }

  /**
   * A pod requested this image at this {@code time}, or runs it. If an entry for all tags matches
   * the image, its digest is resolved soon, and then for a week after the last request.
   */
  public synchronized void requestResolution(ImageReference image, Instant time) {
    requested.values().removeIf(last -> last.plus(DigestCache.REQUEST_LIFETIME).isBefore(time));
    Instant last = requested.get(image);
    if (last == null || time.isAfter(last)) {
      requested.put(image, time);
      if (known != null && isOnDemand(image)) {
        known.requestResolution(List.of(image), Duration.ZERO);
      }
    }
  }

  private boolean isOnDemand(ImageReference image) {
    return anyTags.stream().anyMatch(entry -> entry.matches(image));
  }

  @Override
  public synchronized void close() {
    if (known != null) {
      known.close();
    }
  }

  private static <T extends ImagePattern> Stream<T> entries(
      ParsedPolicies policies, Class<T> kind) {
    return policies.snapshot().valid().stream()
        .flatMap(policy -> policy.dockerSocket().images().list().patterns().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  private void notifyListeners(String image, ResolvedReference resolvedReference) {
    if (!resolvedReference.problem().isEmpty()) {
      LOG.warnf("image %s: %s", image, resolvedReference.problem());
    }
    listeners.forEach(Runnable::run);
  }
}
