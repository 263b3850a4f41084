package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * A running container, as an engine or the agent itself has it on record.
 *
 * @param id in full
 * @param owner of its id range: the container itself, or its pod's sandbox
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
