// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the status of each EciPolicy and its Events: the I/O around status. Writes only to the
 * policy itself.
 */
@NullMarked
package dev.eci.operator.policystatus;

import org.jspecify.annotations.NullMarked;
