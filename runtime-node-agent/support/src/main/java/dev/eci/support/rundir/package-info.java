// SPDX-License-Identifier: Apache-2.0
/**
 * ECI's runtime directory, /run/eci. Every path below it is defined here, apart from those that
 * policy needs (ProxySocket). No I/O.
 */
@NullMarked
package dev.eci.support.rundir;

import org.jspecify.annotations.NullMarked;
