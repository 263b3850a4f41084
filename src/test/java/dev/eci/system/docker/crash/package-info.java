// SPDX-License-Identifier: Apache-2.0
/** Agent, launcher and engine unavailable or killed. */
@NullMarked
package dev.eci.system.docker.crash;

import org.jspecify.annotations.NullMarked;
