// SPDX-License-Identifier: Apache-2.0
/**
 * Attacks on a real Docker Engine, each shown to work without ECI first. A package per target; the
 * programs are in src/test/resources/attack. They touch only files, processes and devices that the
 * test made.
 */
@NullMarked
package dev.eci.system.attack;

import org.jspecify.annotations.NullMarked;
