// SPDX-License-Identifier: Apache-2.0
/**
 * Corrects the engine's list of what a running container changed ({@code docker diff}). It reads
 * the container's layers on disk, and writes nothing there.
 */
@NullMarked
package dev.eci.socketproxy.changes;

import org.jspecify.annotations.NullMarked;
