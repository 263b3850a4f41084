// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.message.VolumeMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * ISO-4: volumes of a pod that admission did not review, such as a static pod, for which the
 * kubelet mounted a disk. The kubelet keeps each volume in a directory that is named after its
 * plugin.
 */
final class VolumeTypeOnNodeRule implements ContainerRule {
  private static final String KUBERNETES = "kubernetes.io~";

  /**
   * Plugins whose volumes are no disk that the pod names, or whose volumes other rules cover.
   * Source: k8s.io/kubernetes, pkg/volume, the constants of plugin names.
   */
  private static final Set<String> COVERED =
      Set.of(
          "empty-dir",
          "configmap",
          "secret",
          "projected",
          "downward-api",
          "csi",
          "git-repo",
          "host-path",
          "image",
          "local-volume",
          "nfs",
          "glusterfs",
          "azure-file",
          "quobyte");

  /** The field of the API for a plugin of another name. */
  private static final Map<String, String> TYPES =
      Map.of(
          "aws-ebs",
          "awsElasticBlockStore",
          "azure-disk",
          "azureDisk",
          "gce-pd",
          "gcePersistentDisk",
          "photon-pd",
          "photonPersistentDisk",
          "portworx-volume",
          "portworxVolume",
          "scaleio",
          "scaleIO",
          "vsphere-volume",
          "vsphereVolume");

  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    return container.origin() instanceof Pod pod
        ? container.binds().stream().flatMap(bind -> check(pod, bind, policies)).toList()
        : List.of();
  }

  private static Stream<Violation> check(Pod pod, Bind bind, EffectivePolicy policies) {
    return type(pod, bind).stream()
        .filter(type -> !policies.allowsVolumeType(type))
        .map(type ->
            new Violation(
                RuleId.ISO_4,
                policies.policyName(),
                bind.field(),
                VolumeMessages.mountedVolumeTypeDenied(
                    bind.destination(), type, policies.source())));
  }

  private static Optional<String> type(Pod pod, Bind bind) {
    return KubeletManagedFiles.volumePlugin(pod, bind)
        .filter(plugin -> plugin.startsWith(KUBERNETES))
        .map(plugin -> plugin.substring(KUBERNETES.length()))
        .filter(plugin -> !COVERED.contains(plugin))
        .map(plugin -> TYPES.getOrDefault(plugin, plugin));
  }
}
