// SPDX-License-Identifier: Apache-2.0
/**
 * Resolves the digests of listed images at their registries. Only the leading operator does; all
 * other components read them from the policies' statuses.
 */
@NullMarked
package dev.eci.operator.imagedigests;

import org.jspecify.annotations.NullMarked;
