// SPDX-License-Identifier: Apache-2.0
/**
 * The cost of eci-runtime compared with the engine's own runtime: starts, work inside, memory. One
 * class per scenario. Goals show whether figures are good enough; nothing is asserted.
 */
@NullMarked
package dev.eci.bench.runtime;

import org.jspecify.annotations.NullMarked;
