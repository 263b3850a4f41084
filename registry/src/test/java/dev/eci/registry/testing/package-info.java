// SPDX-License-Identifier: Apache-2.0
/** A real image registry for the tests of this and other modules. */
@NullMarked
package dev.eci.registry.testing;

import org.jspecify.annotations.NullMarked;
