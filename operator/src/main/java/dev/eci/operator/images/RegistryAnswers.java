package dev.eci.operator.images;

import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.read.ResolvedReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.Resolved;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.Tagged;
import dev.eci.registry.resolve.Asks;
import dev.eci.registry.resolve.KnownImages;
import dev.eci.registry.resolve.Pace;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What registries said of the images that the cluster's policies list. */
public final class RegistryAnswers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RegistryAnswers.class);

  private final Asks registries;
  private final Pace pace;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable KnownImages known;
  private Set<ImageReference> listed = Set.of();

  public RegistryAnswers(Asks registries, Pace pace, InstantSource clock) {
    this.registries = registries;
    this.pace = pace;
    this.clock = clock;
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * What is known, for these policies. The first call begins to ask, with what an earlier operator
   * has written into their statuses: only who leads is ever called.
   */
  public synchronized ResolvedImages of(Collection<EciPolicy> policies) {
    if (known == null) {
      ResolvedImages before =
          policies.stream()
              .map(policy -> ResolvedReader.read(policy.getStatus()))
              .reduce(ResolvedImages.NONE, ResolvedImages::and);
      known = new KnownImages(registries, pace, clock, before, this::tell);
    }
    Set<ImageReference> now = new HashSet<>();
    policies.forEach(policy -> tags(policy).forEach(now::add));
    if (!now.equals(listed)) {
      known.list(now);
      listed = now;
    }
    return known.snapshot();
  }

  @Override
  public synchronized void close() {
    if (known != null) {
      known.close();
    }
  }

  private static Stream<ImageReference> tags(EciPolicy policy) {
    return PolicyReader.read(policy) instanceof PolicyReader.Result.Valid valid && valid.enabled()
        ? valid.policy().socketImages().list().patterns().stream()
            .flatMap(entry ->
                entry instanceof Tagged tagged ? Stream.of(tagged.reference()) : Stream.of())
        : Stream.of();
  }

  private void tell(String image, Resolved resolved) {
    if (!resolved.problem().isEmpty()) {
      LOG.warnf("image %s: %s", image, resolved.problem());
    }
    listeners.forEach(Runnable::run);
  }
}
