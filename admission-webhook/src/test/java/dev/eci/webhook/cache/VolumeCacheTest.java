// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.pod.VolumeSource;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the cache keeps of a volume still says what the volume is. */
class VolumeCacheTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void evaluatesUnknownTypeAsDisk() {
    assertThat(cached("newDisk: {device: /dev/sda}"))
        .isEqualTo(new Attached("unknown", Optional.of("pv")));
  }

  @Test
  void evaluatesVolumeWithoutSourceAsDisk() {
    assertThat(cached("accessModes: [ReadWriteOnce]"))
        .isEqualTo(new Attached("unknown", Optional.of("pv")));
  }

  @Test
  void keepsSourceOfKnownType() {
    assertThat(cached("hostPath: {path: /etc}")).isEqualTo(new PersistentPath("pv", "/etc", false));
    assertThat(cached("fc: {wwids: [x]}")).isEqualTo(new Attached("fc", Optional.of("pv")));
  }

  private VolumeSource cached(String source) {
    PersistentVolume volume =
        serialization.unmarshal(
            "---\n{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv}, spec: {capacity: {storage: 1Gi}, "
                + source
                + "}}",
            PersistentVolume.class);
    ItemStore<PersistentVolume> store = VolumeCache.volumeStore(serialization);
    store.put("pv", volume);
    return VolumeCache.source("pv", store.get("pv"));
  }
}
