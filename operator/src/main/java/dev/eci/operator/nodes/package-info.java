// SPDX-License-Identifier: Apache-2.0
/**
 * What nodes report, corrected by what the cluster knows: an agent that is gone cannot say so
 * itself.
 */
@NullMarked
package dev.eci.operator.nodes;

import org.jspecify.annotations.NullMarked;
