// SPDX-License-Identifier: Apache-2.0
/**
 * What the benchmarks share: figures and their output. Each group of scenarios has its own package.
 */
@NullMarked
package dev.eci.bench;

import org.jspecify.annotations.NullMarked;
