// SPDX-License-Identifier: Apache-2.0
/**
 * The interface by which other parts look up the owner of an ID range. The runtime service
 * allocates the ranges and implements it.
 */
@NullMarked
package dev.eci.support.idrange;

import org.jspecify.annotations.NullMarked;
