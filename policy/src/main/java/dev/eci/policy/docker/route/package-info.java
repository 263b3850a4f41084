// SPDX-License-Identifier: Apache-2.0
/**
 * The Docker API's operations as one table, and the canonical form of a request's target that is
 * looked up in it.
 */
@NullMarked
package dev.eci.policy.docker.route;

import org.jspecify.annotations.NullMarked;
