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

/** A host's policies, with what registries have said of the images that they list. */
public final class HostPolicies implements PolicyView, AutoCloseable {
  private static final Log LOG = Log.of(HostPolicies.class);

  private static final Duration WRITE_NEWS = Duration.ofSeconds(3);

  /** That nothing is new is worth a write now and then, since it is good for days. */
  private static final Duration WRITE_ANYWAY = Duration.ofMinutes(10);

  /** Only who would be refused otherwise waits. */
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final PolicyView policies;
  private final DigestCacheFile file;
  private final InstantSource clock;
  private final DigestCache images;
  private final Map<String, String> loggedProblems = new ConcurrentHashMap<>();
  private ResolvedImages written;
  private volatile @Nullable Current current;
  private Instant writtenAt = Instant.MIN;

  /** Kept, since it is asked for with each request on Docker's socket. */
  private record Current(ResolvedImages known, PolicySnapshot inForce, PolicySnapshot together) {}

  /**
   * Starts asking.
   *
   * @param file where it is kept
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

  /** What policies list may have changed, and what is known is to be kept. */
  public void refresh() {
    images.list(
        policies.policies().valid().stream()
            .flatMap(policy -> policy.dockerSocket().images().list().patterns().stream())
            .flatMap(entry ->
                entry instanceof TagPattern tagPattern
                    ? Stream.of(tagPattern.reference())
                    : Stream.of())
            .toList());
    keep(false);
  }

  /**
   * Asks for what could let an image in that is not allowed as things are, and waits a moment for
   * the answer, which {@link #policies} then know.
   *
   * @return whether anything was asked for
   */
  public boolean requestResolution(ImageIdentity image) {
    Set<ImageReference> wanted =
        valid().stream()
            .flatMap(policy ->
                policy.dockerSocket().images().requiredLookups(image, clock.instant()).stream())
            .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      images.requestResolution(wanted, PATIENCE);
    }
    return !wanted.isEmpty();
  }

  /** For {@code eci-agent status}: what is not known, and why. */
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
  // the very objects: comparing what is in them costs more than what is kept here
  @SuppressWarnings("ReferenceEquality")
  public PolicySnapshot policies() {
    ResolvedImages known = images.snapshot();
    PolicySnapshot inForce = policies.policies();
    Current now = current;
    if (now == null || now.known() != known || now.inForce() != inForce) {
      now =
          new Current(
              known,
              inForce,
              new PolicySnapshot(
                  inForce.valid().stream().map(policy -> policy.withResolvedImages(known)).toList(),
                  inForce.invalid()));
      current = now;
    }
    return now.together();
  }

  /** The same, for who asks for nothing else. */
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
    keep(true);
  }

  private synchronized void keep(boolean now) {
    ResolvedImages known = images.snapshot();
    Duration pause = digests(known).equals(digests(written)) ? WRITE_ANYWAY : WRITE_NEWS;
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
      LOG.warn(
          "a registry cannot be asked", "image", image, "because", resolvedReference.problem());
    }
  }
}
