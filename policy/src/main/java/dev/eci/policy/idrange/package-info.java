/** Which ids of the node belong to which container: pools, and what may be given out next. */
@NullMarked
package dev.eci.policy.idrange;

import org.jspecify.annotations.NullMarked;
