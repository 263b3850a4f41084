// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status when it has changed, but not too often: thousands of nodes share one API
 * server.
 */
public final class StatusReporter {
  private final Consumer<EciNodeStatus> write;
  private final InstantSource clock;
  private final Duration pause;
  private Instant last = Instant.EPOCH;
  private @Nullable EciNodeStatus written;
  private String writtenTo = "";

  /**
   * Writes through {@code write}.
   *
   * @param pause between two writes, at least
   */
  public StatusReporter(Consumer<EciNodeStatus> write, InstantSource clock, Duration pause) {
    this.write = write;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Writes the status if it has changed and enough time has passed.
   *
   * @param current the EciNode as it was last read
   * @return when to report again, if this report has to wait
   */
  public Optional<Duration> report(NodeState state, EciNode current) {
    Instant now = clock.instant();
    EciNodeStatus status = EciNodeStatusBuilder.of(state, withLatestStatus(current), now);
    if (status.equals(withLatestStatus(current).getStatus())) {
      return Optional.empty();
    }
    Duration since = Duration.between(last, now);
    if (since.compareTo(pause) < 0) {
      return Optional.of(pause.minus(since));
    }
    write.accept(status);
    last = now;
    written = status;
    writtenTo = current.getMetadata().getUid();
    return Optional.empty();
  }

  /**
   * The status that was just written is the latest, even if the watch has not delivered it yet;
   * unless the operator has declared this agent lost since.
   */
  private EciNode withLatestStatus(EciNode current) {
    if (written == null
        || !writtenTo.equals(current.getMetadata().getUid())
        || isDeclaredLost(current)) {
      return current;
    }
    EciNode latest = new EciNode();
    latest.setMetadata(current.getMetadata());
    latest.setStatus(written);
    return latest;
  }

  /** An agent never writes Unknown. */
  private static boolean isDeclaredLost(EciNode current) {
    return current.getStatus() != null
        && current.getStatus().conditions() != null
        && current.getStatus().conditions().stream()
            .anyMatch(condition -> "Unknown".equals(condition.getStatus()));
  }
}
