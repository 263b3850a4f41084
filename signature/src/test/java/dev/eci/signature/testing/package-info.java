// SPDX-License-Identifier: Apache-2.0
/** Signers for the tests of this and other modules: keys, and a private authority and log. */
@NullMarked
package dev.eci.signature.testing;

import org.jspecify.annotations.NullMarked;
