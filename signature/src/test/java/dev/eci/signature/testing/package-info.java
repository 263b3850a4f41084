/**
 * Signers for the tests of this and other modules: keys, and an authority and a log of their own.
 */
@NullMarked
package dev.eci.signature.testing;

import org.jspecify.annotations.NullMarked;
