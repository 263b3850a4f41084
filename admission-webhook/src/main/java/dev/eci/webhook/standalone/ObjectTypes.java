// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import dev.eci.crds.file.StrictTypes;
import dev.eci.crds.pod.PodTemplate;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Optional;

/**
 * Whether a pod's fields have the types of the API. A quoted {@code "true"} is text, which the API
 * server rejects, so it must not be evaluated as a Boolean.
 */
final class ObjectTypes {
  private ObjectTypes() {}

  /** The first field of another type: {@code spec.hostPID: must be of type boolean}. */
  static Optional<String> error(PodTemplate pod) {
    return StrictTypes.error(pod.spec(), PodSpec.class, pod.specPath())
        .or(() -> StrictTypes.error(pod.metadata(), ObjectMeta.class, "metadata"));
  }
}
