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
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Keeps what is known of an image's signatures true for as long as pods want it. */
public final class EciImageReconciler implements Reconciler<EciImage> {
  private static final Logger LOG = Logger.getLogger(EciImageReconciler.class);

  /** From here on those that nobody signed go as soon as nobody waits for them. */
  private static final int MANY = 3000;

  private static final Duration UNSIGNED_KEPT = Duration.ofMinutes(10);
  private static final Duration AFTER_LOOK = Duration.ofSeconds(1);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(WellKnownNames.OPERATOR)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final ImageSignatureVerifier check;
  private final VerificationSchedule next;
  private final VerificationRunner verificationRunner;
  private final Clock clock;
  private final ImageDigestTracker registries;

  /** {@code registries}: told of each image, of which a policy may list all tags. */
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
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(AFTER_LOOK);
    }
    Verification known = read.get();
    Map<String, TrustedSigner> signers = signers(known.image(), context);
    if (signers.isEmpty()) {
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(VerificationSchedule.KEPT);
    }
    Instant wanted = VerificationReader.requestedAt(image);
    VerificationAttempt last = verificationRunner.last(name);
    Instant due = next.nextCheck(known, wanted, signers.keySet(), last);
    if (due.isAfter(now)) {
      return UpdateControl.<EciImage>noUpdate().rescheduleAfter(Duration.between(now, due));
    }
    boolean closely = next.requiresFullCheck(known, wanted, last, now);
    verificationRunner.start(
        name,
        closely,
        () -> check.verify(known.image(), keys(signers), closely ? Optional.empty() : read),
        known,
        found -> write(image, found, known, wanted, signers));
    return UpdateControl.<EciImage>noUpdate().rescheduleAfter(AFTER_LOOK);
  }

  private boolean isForgotten(
      EciImage image, Verification known, Context<EciImage> context, Instant now) {
    Instant wanted = VerificationReader.requestedAt(image);
    return wanted.plus(VerificationSchedule.KEPT).isBefore(now)
        || (!known.results().containsValue("")
            && wanted.plus(UNSIGNED_KEPT).isBefore(now)
            && context.getPrimaryCache().list().count() > MANY);
  }

  /** By fingerprint, of every policy that is switched on, whatever its mode. */
  private static Map<String, TrustedSigner> signers(
      ImageReference image, Context<EciImage> context) {
    var policies =
        (InformerEventSource<EciPolicy, EciImage>)
            context.eventSourceRetriever().getEventSourceFor(EciPolicy.class);
    Map<String, TrustedSigner> signers = new HashMap<>();
    policies
        .list()
        .filter(
            policy -> policy.getSpec() != null && !Boolean.FALSE.equals(policy.getSpec().enabled()))
        .flatMap(policy -> TrustReader.signers(policy.getSpec()).stream())
        .filter(signer -> signer.authority().appliesTo(image))
        .forEach(signer -> signers.putIfAbsent(signer.authority().fingerprint(), signer));
    return signers;
  }

  private static Map<String, Signer> keys(Map<String, TrustedSigner> signers) {
    return signers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().signer()));
  }

  private void write(
      EciImage image,
      Verification found,
      Verification before,
      Instant wanted,
      Map<String, TrustedSigner> signers) {
    if (!ImageStatus.isNew(found, before, wanted)) {
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
      LOG.warnf("what is known of image %s cannot be written: %s", found.image(), e.getMessage());
    }
  }
}
