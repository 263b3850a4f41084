/** Ranges of ids: who owns which, told from claims on disk and from what really runs. */
@NullMarked
package dev.eci.runtimeservice.idrange;

import org.jspecify.annotations.NullMarked;
