package dev.eci.crds.pod;

import dev.eci.policy.pod.VolumeSource;
import java.util.Optional;

/** What of the cluster a pod's facts depend on. Answers from memory. */
public interface ClusterLookup {

  /** What is behind a claim; empty while it is not bound, or not known. */
  Optional<VolumeSource> claimedVolume(String namespace, String claim);

  /** What a persistent volume is; empty if it is not known. */
  Optional<VolumeSource> volume(String name);

  /** Whether that node, or any node where none is given, can run protected pods. */
  boolean canProtect(Optional<String> node);

  /** For who sees nothing of the cluster. */
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
