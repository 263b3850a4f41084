// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import dev.eci.policy.pod.VolumeSource;
import java.util.Optional;

/** Objects of the cluster that a pod refers to. Every method returns from memory. */
public interface ClusterLookup {

  /** The volume that a claim is bound to; empty while it is not bound or not known. */
  Optional<VolumeSource> claimedVolume(String namespace, String claim);

  /** The source of a persistent volume; empty if the volume is not known. */
  Optional<VolumeSource> volume(String name);

  /** Whether that node can run protected pods, or any node where none is given. */
  boolean canProtect(Optional<String> node);

  /** For callers without access to the cluster: no volumes, and nodes that can protect. */
  static ClusterLookup unknown() {
    return new ClusterLookup() {
      @Override
      public Optional<VolumeSource> claimedVolume(String namespace, String claim) {
        return Optional.empty();
      }

      @Override
      public Optional<VolumeSource> volume(String name) {
        return Optional.empty();
      }

      @Override
      public boolean canProtect(Optional<String> node) {
        return true;
      }
    };
  }
}
