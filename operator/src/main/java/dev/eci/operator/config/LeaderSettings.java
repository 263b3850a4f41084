// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;

/**
 * Leader election.
 *
 * @param identity unique per process; the pod's name
 * @param shouldExitWhenLost whether the process exits when it loses the lease, so that none of its
 *     writes comes late; false in tests only
 */
public record LeaderSettings(
    String identity,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod,
    boolean shouldExitWhenLost) {}
