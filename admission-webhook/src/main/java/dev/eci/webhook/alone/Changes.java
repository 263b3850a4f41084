package dev.eci.webhook.alone;

import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodMutation;
import java.util.stream.Collectors;

/** A mutation in words. */
final class Changes {
  private Changes() {}

  static String text(PodMutation mutation) {
    return mutation.changes().stream().map(PodChange::record).collect(Collectors.joining(", "));
  }
}
