// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.ContainerFacts.Pod;
import dev.eci.policy.oci.KubeletManagedFiles;
import dev.eci.policy.oci.PodVolumeBind;
import java.util.Map;
import java.util.Optional;

/** Resolves the containers of pods from the CRI's own annotations. */
public final class CriOriginResolver implements OriginResolver {
  @Override
  public ContainerOrigin resolve(
      String id, String bundle, Spec spec, Map<String, String> namespaceLabels) {
    CriAnnotations cri = CriAnnotations.of(spec);
    return new ContainerOrigin(
        new Pod(cri.podNamespace(), namespaceLabels, cri.podUid(), cri.sandbox(), id),
        ImageIdentity.verifiedByEngine(cri.isSandbox() ? "" : cri.image()));
  }

  @Override
  public PodVolumeBind resolveSource(
      String source, String canonical, Origin origin, MountTable mounts) {
    if (!(origin instanceof Pod pod)) {
      return new PodVolumeBind(canonical, false);
    }
    Optional<String> directory = KubeletManagedFiles.podDirectory(pod, canonical);
    if (directory.isEmpty() || canonical.length() == directory.get().length()) {
      return new PodVolumeBind(canonical, false);
    }
    // the same directory by the kubelet's own name for it
    int below = canonical.length() - directory.get().length();
    String podDirectory = source.substring(0, source.length() - below);
    PodVolumeBind bind = PodVolumeBind.of(source, podDirectory, mounts.mounts());
    return bind.path().equals(source) ? new PodVolumeBind(canonical, bind.isLocalVolume()) : bind;
  }
}
