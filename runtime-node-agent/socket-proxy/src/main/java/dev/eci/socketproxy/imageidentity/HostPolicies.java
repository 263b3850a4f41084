// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import dev.eci.policy.model.Policy;
import dev.eci.registry.resolve.DigestCache;
import dev.eci.registry.resolve.DigestResolver;
import dev.eci.registry.resolve.RefreshIntervals;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies of a host, with the resolved digests of the images that they list. */
public final class HostPolicies implements PolicyView, AutoCloseable {
  private static final Log LOG = Log.of(HostPolicies.class);

  private static final Duration WRITE_CHANGES = Duration.ofSeconds(3);

  /**
   * Unchanged digests are written now and then too: the time of the last check is valid for days.
   */
  private static final Duration WRITE_UNCHANGED = Duration.ofMinutes(10);

  /** Only a request that would be denied otherwise waits. */
  private static final Duration MAX_WAIT = Duration.ofMillis(2500);

  private final PolicyView policies;
  private final DigestCacheFile file;
  private final InstantSource clock;
  private final DigestCache images;
  private final Map<String, String> loggedProblems = new ConcurrentHashMap<>();
  private ResolvedImages written;
  private volatile @Nullable CachedSnapshot cachedSnapshot;
  private Instant writtenAt = Instant.MIN;

  /** Cached, because each request on the Docker socket needs it. */
  private record CachedSnapshot(
      ResolvedImages known, PolicySnapshot inForce, PolicySnapshot combined) {}

  /**
   * Starts to resolve digests.
   *
   * @param file cache of resolved digests
   */
  public HostPolicies(
      PolicyView policies,
      DigestResolver registries,
      RefreshIntervals refreshIntervals,
      Path file,
      InstantSource clock) {
    this.policies = policies;
    this.file = new DigestCacheFile(file);
    this.clock = clock;
    this.written = this.file.read();
    this.images = new DigestCache(registries, refreshIntervals, clock, written, this::logProblem);
    refresh();
  }

  /** Adopts the images that the policies list now, and writes the cache file if it is due. */
  public void refresh() {
    images.list(
        policies.policies().valid().stream()
            .flatMap(policy -> policy.dockerSocket().images().list().patterns().stream())
            .flatMap(entry ->
                entry instanceof TagPattern tagPattern
                    ? Stream.of(tagPattern.reference())
                    : Stream.of())
            .toList());
    writeFile(false);
  }

  /**
   * Resolves the digests that could allow an image that is not allowed now, and waits for them for
   * a moment. Then {@link #policies} has the result.
   *
   * @return whether any digest was requested
   */
  public boolean requestResolution(ImageIdentity image) {
    Set<ImageReference> wanted =
        valid().stream()
            .flatMap(policy ->
                policy.dockerSocket().images().requiredLookups(image, clock.instant()).stream())
            .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      images.requestResolution(wanted, MAX_WAIT);
    }
    return !wanted.isEmpty();
  }

  /** For {@code eci-agent status}: the images whose digest is unknown or stale, and why. */
  public List<String> problems() {
    Instant now = clock.instant();
    return images.snapshot().byReference().entrySet().stream()
        .filter(e -> !e.getValue().problem().isEmpty() || e.getValue().isStale(now))
        .map(e ->
            "%s: %s"
                .formatted(
                    e.getKey(),
                    e.getValue().isStale(now)
                        ? "last confirmed " + e.getValue().checked().orElseThrow()
                        : e.getValue().problem()))
        .sorted()
        .toList();
  }

  @Override
  public boolean isReady() {
    return policies.isReady();
  }

  @Override
  // compares identities: comparing the contents costs more than it saves
  @SuppressWarnings("ReferenceEquality")
  public PolicySnapshot policies() {
    ResolvedImages known = images.snapshot();
    PolicySnapshot inForce = policies.policies();
    CachedSnapshot now = cachedSnapshot;
    if (now == null || now.known() != known || now.inForce() != inForce) {
      now =
          new CachedSnapshot(
              known,
              inForce,
              new PolicySnapshot(
                  inForce.valid().stream().map(policy -> policy.withResolvedImages(known)).toList(),
                  inForce.invalid()));
      cachedSnapshot = now;
    }
    return now.combined();
  }

  /** The valid ones of {@link #policies}. */
  public List<Policy> valid() {
    return policies().valid();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return policies.namespaceLabels(namespace);
  }

  @Override
  public void close() {
    images.close();
    writeFile(true);
  }

  private synchronized void writeFile(boolean now) {
    ResolvedImages known = images.snapshot();
    Duration pause = digests(known).equals(digests(written)) ? WRITE_UNCHANGED : WRITE_CHANGES;
    if (!known.equals(written) && (now || clock.instant().isAfter(writtenAt.plus(pause)))) {
      file.write(known);
      written = known;
      writtenAt = clock.instant();
    }
  }

  private static Map<String, List<String>> digests(ResolvedImages images) {
    return images.byReference().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue().versions().stream().map(ResolvedDigest::digest).toList()));
  }

  private void logProblem(String image, ResolvedReference resolvedReference) {
    String was = loggedProblems.put(image, resolvedReference.problem());
    if (!resolvedReference.problem().isEmpty() && !resolvedReference.problem().equals(was)) {
      LOG.warn("cannot resolve an image", "image", image, "because", resolvedReference.problem());
    }
  }
}
