// SPDX-License-Identifier: Apache-2.0
/** Which IDs of the node belong to which container: pools, and the choice of the next range. */
@NullMarked
package dev.eci.policy.idrange;

import org.jspecify.annotations.NullMarked;
