// SPDX-License-Identifier: Apache-2.0
/**
 * The desired status of an EciPolicy: pure functions, one condition per file. No client, no
 * framework; callers pass the time in.
 */
@NullMarked
package dev.eci.operator.status;

import org.jspecify.annotations.NullMarked;
