package dev.eci.operator.config;

import java.time.Duration;

/**
 * Leader election.
 *
 * @param identity unique per process; the pod's name
 * @param shouldExitWhenLost whether the process ends when it loses the lease, so that no write of
 *     it comes late; only tests say no
 */
public record LeaderSettings(
    String identity,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod,
    boolean shouldExitWhenLost) {}
