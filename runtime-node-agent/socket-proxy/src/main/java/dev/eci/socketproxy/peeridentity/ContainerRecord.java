// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * A running container, by the record of an engine or of containerd.
 *
 * @param id in full
 * @param owner of its ID range: the container itself, or the sandbox of its pod
 * @param cgroups of its first process
 */
record ContainerRecord(
    String id,
    String owner,
    String name,
    Cgroups cgroups,
    ImageIdentity image,
    Optional<PodSubject> pod) {
  Caller.InContainer caller() {
    return new Caller.InContainer(id, name, image, pod);
  }
}
