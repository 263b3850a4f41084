// SPDX-License-Identifier: Apache-2.0
/** What containers may try on each other, and what one that got out of its namespaces may. */
@NullMarked
package dev.eci.system.attack.neighbour;

import org.jspecify.annotations.NullMarked;
