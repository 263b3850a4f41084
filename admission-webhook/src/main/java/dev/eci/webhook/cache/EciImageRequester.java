package dev.eci.webhook.cache;

import dev.eci.crds.conversion.VerificationReader;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciImageSpec;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.pod.ImageVerificationRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.cache.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes down for the operator which images pods want, on a thread of its own: no review waits for
 * it, and what does not fit is asked for again by the next try of the pod that was refused.
 */
final class EciImageRequester {
  private static final Logger LOG = Logger.getLogger(EciImageRequester.class);

  /** Far more images than a cluster runs, and few enough to be watched. */
  static final int IMAGES_MAX = 4096;

  private static final int WAITING_MAX = 1024;
  private static final int CONFLICT = 409;

  /** How often one that is used is said to be. */
  private static final Duration USED = Duration.ofDays(1);

  /** How soon a refused one is looked at again at the earliest. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Supplier<Store<EciImage>> store;
  private final Map<String, Boolean> waiting = new LinkedHashMap<>();
  private final Thread thread;

  EciImageRequester(KubernetesClient client, Supplier<Store<EciImage>> store) {
    this.client = client;
    this.store = store;
    this.thread = Thread.ofPlatform().daemon().name("wanted-images").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  synchronized void add(Collection<ImageVerificationRequest> images) {
    for (ImageVerificationRequest wanted : images) {
      String image = ResolvedImages.key(wanted.image());
      if (waiting.size() < WAITING_MAX || waiting.containsKey(image)) {
        waiting.merge(image, wanted.denied(), Boolean::logicalOr);
      }
    }
    if (!images.isEmpty()) {
      notifyAll();
    }
  }

  private void loop() {
    try {
      while (true) {
        Map.Entry<String, Boolean> next = next();
        try {
          write(next.getKey(), next.getValue(), Instant.now());
        } catch (KubernetesClientException e) {
          LOG.warnf("image %s cannot be written down: %s", next.getKey(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      // stopped
    }
  }

  private synchronized Map.Entry<String, Boolean> next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    var first = waiting.entrySet().iterator().next();
    Map.Entry<String, Boolean> taken = Map.entry(first.getKey(), first.getValue());
    waiting.remove(first.getKey());
    return taken;
  }

  private void write(String image, boolean refused, Instant now) {
    EciImage wanted = eciImage(image, now);
    EciImage before = store.get().getByKey(wanted.getMetadata().getName());
    if (before == null) {
      // what is known by another name of the same content needs no second look
      if (refused) {
        create(wanted);
      }
    } else if (VerificationReader.requestedAt(before).plus(refused ? AGAIN : USED).isBefore(now)) {
      var _ = client.resource(wanted).patch(PatchContext.of(PatchType.JSON_MERGE), wanted);
    }
  }

  private void create(EciImage wanted) {
    if (store.get().list().size() >= IMAGES_MAX) {
      LOG.warnf(
          "image %s is not looked at: there are %d EciImages already",
          wanted.getSpec().image(), IMAGES_MAX);
      return;
    }
    try {
      var _ = client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      // another replica was asked too
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  private static EciImage eciImage(String image, Instant now) {
    EciImage wanted = new EciImage();
    wanted.setMetadata(new ObjectMetaBuilder().withName(EciImageSpec.nameOf(image)).build());
    wanted.setSpec(new EciImageSpec(image, now.truncatedTo(ChronoUnit.SECONDS).toString()));
    return wanted;
  }
}
