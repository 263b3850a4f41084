// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.Map;

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
  public String resolveSource(String source, Origin origin, MountTable mounts) {
    return source;
  }
}
