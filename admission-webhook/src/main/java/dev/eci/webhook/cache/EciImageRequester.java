// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import dev.eci.crds.conversion.VerificationReader;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciImageSpec;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.message.SignatureMessages;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Creates and refreshes the EciImages by which pods request verification from the operator. It runs
 * on a separate thread, so no review waits for the API server. A request that does not fit into the
 * queue is dropped; the denied pod requests the image again with its next attempt.
 */
final class EciImageRequester {
  private static final Logger LOG = Logger.getLogger(EciImageRequester.class);

  /** Far more images than a cluster runs, and few enough to watch. */
  static final int IMAGES_MAX = 4096;

  /**
   * New EciImages that the pods of one namespace may make within a window: no namespace keeps the
   * others from theirs.
   */
  static final int NEW_PER_NAMESPACE = IMAGES_MAX / 8;

  private static final Duration WINDOW = Duration.ofHours(1);

  private static final int QUEUE_MAX = 1024;
  private static final int CONFLICT = 409;

  /** Minimum time between two requests for an image that was admitted. */
  private static final Duration ADMITTED_INTERVAL = Duration.ofDays(1);

  /** Minimum time between two requests for an image that was denied. */
  private static final Duration DENIED_INTERVAL = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Supplier<Store<EciImage>> store;

  /** The queued images, each with whether a pod was denied because of it. */
  private final Map<String, Boolean> queue = new LinkedHashMap<>();

  private final NamespaceBudget budget = new NamespaceBudget(NEW_PER_NAMESPACE, WINDOW);
  private final Thread thread;

  EciImageRequester(KubernetesClient client, Supplier<Store<EciImage>> store) {
    this.client = client;
    this.store = store;
    this.thread = Thread.ofPlatform().daemon().name("eci-image-requests").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  /**
   * Adds what pods of the namespace need.
   *
   * @return why an image is not verified, for users; empty if nothing exceeds the budget
   */
  synchronized Optional<String> add(String namespace, Collection<ImageVerificationRequest> images) {
    boolean isBudgetUsed = false;
    for (ImageVerificationRequest request : images) {
      String image = ResolvedImages.key(request.image());
      boolean isQueued = queue.containsKey(image);
      if (!isQueued && queue.size() < QUEUE_MAX) {
        isQueued = isWithinBudget(namespace, image, request.denied());
        isBudgetUsed |= !isQueued;
      }
      if (isQueued) {
        queue.merge(image, request.denied(), Boolean::logicalOr);
      }
    }
    if (!images.isEmpty()) {
      notifyAll();
    }
    return isBudgetUsed
        ? Optional.of(SignatureMessages.budgetUsed(namespace, NEW_PER_NAMESPACE))
        : Optional.empty();
  }

  private boolean isWithinBudget(String namespace, String image, boolean isNew) {
    boolean within =
        !isNew
            || store.get().getByKey(EciImageSpec.nameOf(image)) != null
            || budget.tryTake(namespace, Instant.now());
    if (!within) {
      LOG.warnf(
          "image %s is not verified yet: the pods of namespace %s brought %d new images within %s",
          image, namespace, NEW_PER_NAMESPACE, WINDOW);
    }
    return within;
  }

  private void loop() {
    try {
      while (true) {
        Map.Entry<String, Boolean> next = next();
        try {
          write(next.getKey(), next.getValue(), Instant.now());
        } catch (KubernetesClientException e) {
          LOG.warnf("failed to create EciImage for %s: %s", next.getKey(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      // stop() interrupts
    }
  }

  private synchronized Map.Entry<String, Boolean> next() throws InterruptedException {
    while (queue.isEmpty()) {
      wait();
    }
    var first = queue.entrySet().iterator().next();
    Map.Entry<String, Boolean> taken = Map.entry(first.getKey(), first.getValue());
    queue.remove(first.getKey());
    return taken;
  }

  private void write(String image, boolean denied, Instant now) {
    EciImage request = eciImage(image, now);
    EciImage before = store.get().getByKey(request.getMetadata().getName());
    if (before == null) {
      // an image that was admitted is verified under another name of the same content
      if (denied) {
        create(request);
      }
    } else if (VerificationReader.requestedAt(before)
        .plus(denied ? DENIED_INTERVAL : ADMITTED_INTERVAL)
        .isBefore(now)) {
      var _ = client.resource(request).patch(PatchContext.of(PatchType.JSON_MERGE), request);
    }
  }

  private void create(EciImage request) {
    if (store.get().list().size() >= IMAGES_MAX) {
      LOG.warnf(
          "image %s is not verified: the cluster has %d EciImages already",
          request.getSpec().image(), IMAGES_MAX);
      return;
    }
    try {
      var _ = client.resource(request).create();
    } catch (KubernetesClientException e) {
      // another replica reviewed the same pod and was faster
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  private static EciImage eciImage(String reference, Instant now) {
    EciImage image = new EciImage();
    image.setMetadata(new ObjectMetaBuilder().withName(EciImageSpec.nameOf(reference)).build());
    image.setSpec(new EciImageSpec(reference, now.truncatedTo(ChronoUnit.SECONDS).toString()));
    return image;
  }
}
