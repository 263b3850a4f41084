// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.policy.model.Violation;
import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.Notice;
import dev.eci.support.log.Log;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs the decision on one create request.
 *
 * @param id of the container
 * @param container its names, empty where no CRI writes them
 */
record CreateLog(String id, CriAnnotations container) {
  private static final Log LOG = Log.of(RuntimeService.class);

  void allowed(List<String> changes) {
    LOG.info("container allowed", pairs("changes", String.join(", ", changes)));
  }

  void denied(String message) {
    LOG.warn("container denied", pairs("because", message));
  }

  void violation(Violation violation) {
    LOG.warn(
        "policy violation",
        pairs(
            "rule",
            violation.rule().id(),
            "policy",
            violation.policy(),
            "field",
            violation.field(),
            "image",
            container.image()));
  }

  void notice(Notice notice) {
    LOG.warn(
        "container allowed with a notice",
        pairs("reason", notice.reason(), "message", notice.message()));
  }

  private Object[] pairs(Object... more) {
    List<Object> pairs = new ArrayList<>();
    // a Docker host has no pods
    if (!container.podNamespace().isEmpty()) {
      pairs.addAll(
          List.of(
              "pod",
              container.pod(),
              "container",
              container.isSandbox() ? "(sandbox)" : container.container()));
    }
    pairs.addAll(List.of("id", id));
    pairs.addAll(List.of(more));
    return pairs.toArray();
  }
}
