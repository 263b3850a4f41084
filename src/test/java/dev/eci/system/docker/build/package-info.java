// SPDX-License-Identifier: Apache-2.0
/** Images built on a protected host. */
@NullMarked
package dev.eci.system.docker.build;

import org.jspecify.annotations.NullMarked;
