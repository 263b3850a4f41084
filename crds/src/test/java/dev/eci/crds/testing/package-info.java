// SPDX-License-Identifier: Apache-2.0
/** A real API server for the tests of this module and of others. No mocks. */
@NullMarked
package dev.eci.crds.testing;

import org.jspecify.annotations.NullMarked;
