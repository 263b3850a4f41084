// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import dev.eci.crds.conversion.TrustReader;
import dev.eci.crds.conversion.TrustReader.TrustedSigner;
import dev.eci.crds.conversion.VerificationReader;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.resolve.RefreshIntervals;
import dev.eci.registry.signatures.ImageSignatureVerifier;
import dev.eci.signature.Signer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Keeps the verification result of an image up to date for as long as pods request the image. */
public final class EciImageReconciler implements Reconciler<EciImage> {
  private static final Logger LOG = Logger.getLogger(EciImageReconciler.class);

  /**
   * From this number of objects on, unsigned images are deleted as soon as no pod waits for them.
   */
  private static final int MANY = 3000;

  private static final Duration UNSIGNED_KEPT = Duration.ofMinutes(10);
  private static final Duration AFTER_CHECK = Duration.ofSeconds(1);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(WellKnownNames.OPERATOR)
          .withForce(true)
          .build();

  /** Bounds the requests for many images. */
  private final Semaphore turns = new Semaphore(2);

  private final KubernetesClient client;
  private final ImageSignatureVerifier check;
  private final VerificationSchedule next;
  private final VerificationRunner verificationRunner;
  private final Clock clock;
  private final ImageDigestTracker registries;

  /** {@code registries}: receives each image, because a policy may list all of its tags. */
  public EciImageReconciler(
      KubernetesClient client,
      ImageSignatureVerifier check,
      RefreshIntervals refreshIntervals,
      ImageDigestTracker registries,
      Clock clock) {
    this.client = client;
    this.registries = registries;
    this.check = check;
    this.next = new VerificationSchedule(refreshIntervals);
    this.verificationRunner = new VerificationRunner(clock);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, EciImage>> prepareEventSources(EventSourceContext<EciImage> context) {
    var images = context.getPrimaryCache();
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(EciPolicy.class, EciImage.class)
                .withName("EciPolicy")
                .withSecondaryToPrimaryMapper(
                    any -> images.list().map(ResourceID::fromResource).collect(Collectors.toSet()))
                .withOnUpdateFilter((now, before) ->
                    !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration()))
                .build(),
            context));
  }

  @Override
  public UpdateControl<EciImage> reconcile(EciImage image, Context<EciImage> context) {
    turns.acquireUninterruptibly();
    try {
      return reconcileNow(image, context);
    } finally {
      turns.release();
    }
  }

  private UpdateControl<EciImage> reconcileNow(EciImage image, Context<EciImage> context) {
    String name = image.getMetadata().getName();
    Instant now = clock.instant();
    Optional<Verification> read = VerificationReader.read(image);
    if (read.isEmpty() || isForgotten(image, read.get(), context, now)) {
      verificationRunner.forget(name);
      var _ = client.resource(image).delete();
      return UpdateControl.noUpdate();
    }
    registries.requestResolution(read.get().image(), VerificationReader.requestedAt(image));
    if (verificationRunner.isRunning(name)) {
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(AFTER_CHECK);
    }
    Verification known = read.get();
    Map<String, TrustedSigner> signers = signers(known.image(), context);
    if (signers.isEmpty()) {
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(VerificationSchedule.KEPT);
    }
    Instant requested = VerificationReader.requestedAt(image);
    VerificationAttempt last = verificationRunner.last(name);
    Instant due = next.nextCheck(known, requested, signers.keySet(), last);
    if (due.isAfter(now)) {
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(Duration.between(now, due));
    }
    boolean full = next.requiresFullCheck(known, requested, last, now);
    verificationRunner.start(
        name,
        full,
        () -> check.verify(known.image(), keys(signers), full ? Optional.empty() : read),
        known,
        allSigners(context).anyMatch(signer -> signer.authority().isForRegistryOf(known.image())),
        found -> write(image, found, known, requested, signers));
    return UpdateControl.<EciImage>noUpdate().rescheduleAfter(AFTER_CHECK);
  }

  private boolean isForgotten(
      EciImage image, Verification known, Context<EciImage> context, Instant now) {
    Instant requested = VerificationReader.requestedAt(image);
    return requested.plus(VerificationSchedule.KEPT).isBefore(now)
        || (!known.results().containsValue("")
            && requested.plus(UNSIGNED_KEPT).isBefore(now)
            && context.getPrimaryCache().list().count() > MANY);
  }

  /** By fingerprint, from every enabled policy, whatever its mode. */
  private static Map<String, TrustedSigner> signers(
      ImageReference image, Context<EciImage> context) {
    Map<String, TrustedSigner> signers = new HashMap<>();
    allSigners(context)
        .filter(signer -> signer.authority().appliesTo(image))
        .forEach(signer -> signers.putIfAbsent(signer.authority().fingerprint(), signer));
    return signers;
  }

  private static Stream<TrustedSigner> allSigners(Context<EciImage> context) {
    var policies =
        (InformerEventSource<EciPolicy, EciImage>)
            context.eventSourceRetriever().getEventSourceFor(EciPolicy.class);
    return policies
        .list()
        .filter(
            policy -> policy.getSpec() != null && !Boolean.FALSE.equals(policy.getSpec().enabled()))
        .flatMap(policy -> TrustReader.signers(policy.getSpec()).stream());
  }

  private static Map<String, Signer> keys(Map<String, TrustedSigner> signers) {
    return signers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().signer()));
  }

  private void write(
      EciImage image,
      Verification found,
      Verification before,
      Instant requested,
      Map<String, TrustedSigner> signers) {
    if (!ImageStatus.isNew(found, before, requested)) {
      return;
    }
    if (!found.problem().isEmpty()) {
      LOG.warnf("image %s: %s", found.image(), found.problem());
    }
    EciImage applied = new EciImage();
    applied.setMetadata(
        new ObjectMetaBuilder()
            .withName(image.getMetadata().getName())
            .withUid(image.getMetadata().getUid())
            .build());
    applied.setStatus(
        ImageStatus.of(
            found,
            signers.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, e -> e.getValue().authority().name()))));
    try {
      var _ = client.resource(applied).subresource("status").patch(APPLY, applied);
    } catch (KubernetesClientException e) {
      LOG.warnf("failed to update status of EciImage %s: %s", found.image(), e.getMessage());
    }
  }
}
