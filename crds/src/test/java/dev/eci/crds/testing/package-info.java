/** A real API server for tests, of this module and of others. No mocks live here. */
@NullMarked
package dev.eci.crds.testing;

import org.jspecify.annotations.NullMarked;
