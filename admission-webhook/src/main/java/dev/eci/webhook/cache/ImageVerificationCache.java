// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import dev.eci.crds.conversion.VerificationReader;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.policy.pod.ImageVerificationRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The results of signature verification that the operator writes into EciImages. The index is built
 * on the first read after a change, not with each change: thousands of EciImages may arrive at
 * once.
 */
final class ImageVerificationCache implements ResourceEventHandler<EciImage> {
  private final SharedIndexInformer<EciImage> informer;
  private final EciImageRequester requester;
  private final Map<String, Verification> byName = new HashMap<>();
  private VerificationResults verifications = VerificationResults.NONE;
  private boolean changed;
  private volatile boolean read;

  ImageVerificationCache(KubernetesClient client) {
    informer = client.resources(EciImage.class).runnableInformer(0);
    informer.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            EciImage.class,
            client.getKubernetesSerialization(),
            "spec",
            "status"));
    informer.addEventHandler(this);
    requester = new EciImageRequester(client, informer::getStore);
  }

  SharedIndexInformer<EciImage> informer() {
    return informer;
  }

  /** Reads the first list: an informer has synced before it calls its handlers. */
  synchronized void start() {
    informer.getStore().list().forEach(this::store);
    read = true;
    requester.start();
  }

  void stop() {
    requester.stop();
    informer.stop();
  }

  boolean isReady() {
    return read;
  }

  Optional<String> requestVerification(
      String namespace, Collection<ImageVerificationRequest> images) {
    return requester.add(namespace, images);
  }

  synchronized VerificationResults verifications() {
    if (changed) {
      verifications = VerificationResults.of(byName.values());
      changed = false;
    }
    return verifications;
  }

  @Override
  public void onAdd(EciImage image) {
    store(image);
  }

  @Override
  public void onUpdate(EciImage before, EciImage after) {
    store(after);
  }

  @Override
  public synchronized void onDelete(EciImage image, boolean lastStateUnknown) {
    changed |= byName.remove(image.getMetadata().getName()) != null;
  }

  private synchronized void store(EciImage image) {
    VerificationReader.read(image)
        .ifPresent(
            now -> changed |= !Objects.equals(byName.put(image.getMetadata().getName(), now), now));
  }
}
