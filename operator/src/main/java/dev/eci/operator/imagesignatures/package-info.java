// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies the signatures of the images that pods request (EciImage), outside of admission, and
 * writes the result to their statuses. Only the leading operator does; the module policy decides
 * what follows from it.
 */
@NullMarked
package dev.eci.operator.imagesignatures;

import org.jspecify.annotations.NullMarked;
