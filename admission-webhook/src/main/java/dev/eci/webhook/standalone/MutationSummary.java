// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodMutation;
import java.util.stream.Collectors;

/** A mutation as one line of the report. */
final class MutationSummary {
  private MutationSummary() {}

  static String text(PodMutation mutation) {
    return mutation.changes().stream().map(PodChange::auditEntry).collect(Collectors.joining(", "));
  }
}
