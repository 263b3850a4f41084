/**
 * What our runtime costs beside the engine's own: starts, work inside, memory. One class per
 * question; whether figures are good enough is said by their goals, never asserted.
 */
@NullMarked
package dev.eci.bench.runtime;

import org.jspecify.annotations.NullMarked;
