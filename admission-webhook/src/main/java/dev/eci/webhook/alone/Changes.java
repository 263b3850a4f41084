package dev.eci.webhook.alone;

import dev.eci.policy.pod.PodMutation;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mutation in words. */
final class Changes {
  private Changes() {}

  static String text(PodMutation mutation) {
    return Stream.concat(
            mutation.hostUsers().stream().map(value -> "hostUsers=" + value),
            mutation.runtimeClassName().stream().map(name -> "runtimeClassName=" + name))
        .collect(Collectors.joining(", "));
  }
}
