// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.RuleId;

/**
 * ISO-1: annotations that the engine's shim reads before the runtime starts, such as {@code
 * io.containerd.runc.v2.group}, which puts a container into the shim of another one.
 */
final class AnnotationsReader {
  private static final String OF_CONTAINERD = "io.containerd.";

  private AnnotationsReader() {}

  /** {@code HostConfig.Annotations}. */
  static void read(JsonFields host, RequestedAccess requestedAccess) throws MalformedBodyException {
    for (String name : host.map("Annotations").keySet()) {
      if (name.startsWith(OF_CONTAINERD)) {
        requestedAccess.addViolation(
            RuleId.ISO_1,
            host.path("Annotations"),
            p -> RuntimeClassMessages.annotationDenied(name));
      }
    }
  }
}
