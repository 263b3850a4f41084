// SPDX-License-Identifier: Apache-2.0
/**
 * The kubelet's probes: whether the process can still work, and whether its informers have synced.
 * A standby replica is as ready as the leader.
 */
@NullMarked
package dev.eci.operator.health;

import org.jspecify.annotations.NullMarked;
