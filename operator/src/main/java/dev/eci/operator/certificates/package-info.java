// SPDX-License-Identifier: Apache-2.0
/**
 * The webhook's certificate: when it is valid, how it is issued, and which step comes next in its
 * rotation. Pure except for randomness; objects stores the result.
 */
@NullMarked
package dev.eci.operator.certificates;

import org.jspecify.annotations.NullMarked;
