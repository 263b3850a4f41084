// SPDX-License-Identifier: Apache-2.0
/**
 * Which cluster-wide objects should exist, given the policies: pure functions, one object per file.
 * No client, no framework, no clock.
 */
@NullMarked
package dev.eci.operator.desired;

import org.jspecify.annotations.NullMarked;
