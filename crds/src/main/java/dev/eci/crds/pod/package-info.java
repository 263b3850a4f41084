// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the facts that policy evaluates from a pod, or from an object that creates pods. No client,
 * no I/O.
 */
@NullMarked
package dev.eci.crds.pod;

import org.jspecify.annotations.NullMarked;
