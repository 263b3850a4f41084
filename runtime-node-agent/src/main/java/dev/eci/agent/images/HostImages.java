package dev.eci.agent.images;

import dev.eci.agent.log.Log;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.crds.read.Policies;
import dev.eci.policy.Policy;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.Resolved;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.Tagged;
import dev.eci.policy.image.Version;
import dev.eci.registry.resolve.Asks;
import dev.eci.registry.resolve.KnownImages;
import dev.eci.registry.resolve.Pace;
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
public final class HostImages implements ClusterView, AutoCloseable {
  private static final Log LOG = Log.of(HostImages.class);

  private static final Duration WRITE_NEWS = Duration.ofSeconds(3);

  /** That nothing is new is worth a write now and then, since it is good for days. */
  private static final Duration WRITE_ANYWAY = Duration.ofMinutes(10);

  /** Only who would be refused otherwise waits. */
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final ClusterView policies;
  private final SnapshotFile file;
  private final InstantSource clock;
  private final KnownImages images;
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private ResolvedImages written;
  private volatile @Nullable Current current;
  private Instant writtenAt = Instant.MIN;

  /** Kept, since it is asked for with each request on Docker's socket. */
  private record Current(ResolvedImages known, Policies inForce, Policies together) {}

  /**
   * Starts asking.
   *
   * @param file where it is kept
   */
  public HostImages(
      ClusterView policies, Asks registries, Pace pace, Path file, InstantSource clock) {
    this.policies = policies;
    this.file = new SnapshotFile(file);
    this.clock = clock;
    this.written = this.file.read();
    this.images = new KnownImages(registries, pace, clock, written, this::tell);
    look();
  }

  /** What policies list may have changed, and what is known is to be kept. */
  public void look() {
    images.list(
        policies.policies().valid().stream()
            .flatMap(policy -> policy.socketImages().list().patterns().stream())
            .flatMap(entry ->
                entry instanceof Tagged tagged ? Stream.of(tagged.reference()) : Stream.of())
            .toList());
    keep(false);
  }

  /**
   * Asks for what could let an image in that is not allowed as things are, and waits a moment for
   * the answer, which {@link #policies} then know.
   *
   * @return whether anything was asked for
   */
  public boolean want(ImageIdentity image) {
    Set<ImageReference> wanted =
        valid().stream()
            .flatMap(policy -> policy.socketImages().wanted(image, clock.instant()).stream())
            .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      images.want(wanted, PATIENCE);
    }
    return !wanted.isEmpty();
  }

  /** For {@code eci-agent status}: what is not known, and why. */
  public List<String> problems() {
    Instant now = clock.instant();
    return images.snapshot().byReference().entrySet().stream()
        .filter(e -> !e.getValue().problem().isEmpty() || e.getValue().stale(now))
        .map(e ->
            "%s: %s"
                .formatted(
                    e.getKey(),
                    e.getValue().stale(now)
                        ? "last confirmed " + e.getValue().checked().orElseThrow()
                        : e.getValue().problem()))
        .sorted()
        .toList();
  }

  @Override
  public boolean ready() {
    return policies.ready();
  }

  @Override
  // the very objects: comparing what is in them costs more than what is kept here
  @SuppressWarnings("ReferenceEquality")
  public Policies policies() {
    ResolvedImages known = images.snapshot();
    Policies inForce = policies.policies();
    Current now = current;
    if (now == null || now.known() != known || now.inForce() != inForce) {
      now =
          new Current(
              known,
              inForce,
              new Policies(
                  inForce.valid().stream().map(policy -> policy.knowing(known)).toList(),
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
                e -> e.getValue().versions().stream().map(Version::digest).toList()));
  }

  private void tell(String image, Resolved resolved) {
    String was = told.put(image, resolved.problem());
    if (!resolved.problem().isEmpty() && !resolved.problem().equals(was)) {
      LOG.warn("a registry cannot be asked", "image", image, "because", resolved.problem());
    }
  }
}
