/** Containers that share namespaces. */
@NullMarked
package dev.eci.system.docker.sharing;

import org.jspecify.annotations.NullMarked;
