// SPDX-License-Identifier: Apache-2.0
/** Containers that share namespaces. */
@NullMarked
package dev.eci.system.docker.sharing;

import org.jspecify.annotations.NullMarked;
