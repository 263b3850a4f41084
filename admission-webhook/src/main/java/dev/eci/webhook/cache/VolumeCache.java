// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.crds.pod.VolumeReader;
import dev.eci.policy.pod.VolumeSource;
import dev.eci.policy.pod.VolumeTypes;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The volumes behind the claims of pods. A cluster may have a hundred thousand, so only the
 * volume's name is kept of each claim, and only the source of each volume.
 */
final class VolumeCache {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private final SharedIndexInformer<PersistentVolume> volumes;

  VolumeCache(KubernetesClient client) {
    claims = client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0);
    claims.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            PersistentVolumeClaim.class,
            client.getKubernetesSerialization(),
            "spec.volumeName"));
    volumes = client.persistentVolumes().runnableInformer(0);
    volumes.itemStore(volumeStore(client.getKubernetesSerialization()));
  }

  static ItemStore<PersistentVolume> volumeStore(KubernetesSerialization serialization) {
    return new ReducedStateItemStore<>(
        ReducedStateItemStore.NAME_KEY_STATE, PersistentVolume.class, serialization, sources());
  }

  private static String[] sources() {
    return Stream.concat(
            Stream.of("csi.driver", "csi.volumeAttributes"),
            Stream.concat(VolumeTypes.WITH_OWN_RULE.stream(), VolumeTypes.ATTACHED.stream())
                .filter(type -> !type.equals("csi") && !type.equals("gitRepo")))
        .map("spec."::concat)
        .toArray(String[]::new);
  }

  List<SharedIndexInformer<?>> informers() {
    return List.of(claims, volumes);
  }

  Optional<VolumeSource> claimedVolume(String namespace, String claim) {
    return Optional.ofNullable(claims.getIndexer().getByKey(namespace + "/" + claim))
        .map(found -> found.getSpec() == null ? null : found.getSpec().getVolumeName())
        .flatMap(this::volume);
  }

  Optional<VolumeSource> volume(String name) {
    return Optional.ofNullable(volumes.getIndexer().getByKey(name))
        .map(found -> source(name, found));
  }

  /** Of a source whose type is not known here, nothing is kept: not even the spec. */
  static VolumeSource source(String name, PersistentVolume kept) {
    return VolumeReader.ofPersistentVolume(
        name,
        kept.getSpec() == null
            ? MAPPER.createObjectNode()
            : MAPPER.convertValue(kept.getSpec(), JsonNode.class));
  }
}
