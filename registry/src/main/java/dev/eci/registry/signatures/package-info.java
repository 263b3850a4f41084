// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the signatures of images where cosign stores them, in the images' repositories, and has
 * them verified. Policies decide which signers are trusted.
 */
@NullMarked
package dev.eci.registry.signatures;

import org.jspecify.annotations.NullMarked;
