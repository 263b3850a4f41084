// SPDX-License-Identifier: Apache-2.0
/** Restart, rename, pause and the rest of a container's life. */
@NullMarked
package dev.eci.system.docker.lifecycle;

import org.jspecify.annotations.NullMarked;
