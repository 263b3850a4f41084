// SPDX-License-Identifier: Apache-2.0
/**
 * Allocation of ID ranges. What is allocated follows from files, from eci-runtime's state of
 * containers, and from the ID maps of running processes.
 */
@NullMarked
package dev.eci.runtimeservice.idrange;

import org.jspecify.annotations.NullMarked;
