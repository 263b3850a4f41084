/**
 * Which container an id range belongs to, as a question that parts ask each other. How ranges are
 * allocated is the runtime service's.
 */
@NullMarked
package dev.eci.support.idrange;

import org.jspecify.annotations.NullMarked;
