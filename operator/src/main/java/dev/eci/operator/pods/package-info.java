// SPDX-License-Identifier: Apache-2.0
/** Reads the cluster's pods, page by page. Decides nothing, and writes nothing. */
@NullMarked
package dev.eci.operator.pods;

import org.jspecify.annotations.NullMarked;
