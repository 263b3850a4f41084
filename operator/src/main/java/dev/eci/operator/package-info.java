// SPDX-License-Identifier: Apache-2.0
/**
 * The operator's process: its modes, and the wiring of its parts. Decisions live in desired, status
 * and certificates, which use no client; nothing is decided here.
 */
@NullMarked
package dev.eci.operator;

import org.jspecify.annotations.NullMarked;
