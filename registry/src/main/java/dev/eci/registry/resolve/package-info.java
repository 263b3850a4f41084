// SPDX-License-Identifier: Apache-2.0
/** Resolves references to digests repeatedly, in the background. */
@NullMarked
package dev.eci.registry.resolve;

import org.jspecify.annotations.NullMarked;
