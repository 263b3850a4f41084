/**
 * Asks registries what listed images stand for. Only the leading operator does; everybody else
 * reads it from the policies' status.
 */
@NullMarked
package dev.eci.operator.imagedigests;

import org.jspecify.annotations.NullMarked;
