// SPDX-License-Identifier: Apache-2.0
/**
 * docs/reference: pages that are generated from the product, or that must name all of its parts.
 */
@NullMarked
package dev.eci.reference;

import org.jspecify.annotations.NullMarked;
