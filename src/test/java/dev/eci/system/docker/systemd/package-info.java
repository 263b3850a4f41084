// SPDX-License-Identifier: Apache-2.0
/** The packed agent on a host where systemd runs Docker, as distributions ship it. */
@NullMarked
package dev.eci.system.docker.systemd;

import org.jspecify.annotations.NullMarked;
