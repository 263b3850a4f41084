// SPDX-License-Identifier: Apache-2.0
/**
 * The cost of admission: ECI's webhook and the fallback admission policy, compared with Gatekeeper
 * with an equivalent policy, at one API server.
 */
@NullMarked
package dev.eci.bench.admission;

import org.jspecify.annotations.NullMarked;
