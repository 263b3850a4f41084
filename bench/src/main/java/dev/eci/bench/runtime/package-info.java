/**
 * What eci-runtime costs compared with the engine's own runtime: starts, work inside, memory. One
 * class per question; goals say whether figures are good enough; no test asserts them.
 */
@NullMarked
package dev.eci.bench.runtime;

import org.jspecify.annotations.NullMarked;
