// SPDX-License-Identifier: Apache-2.0
/**
 * The docker client behaves through the proxy as it does on the engine's own socket, where nothing
 * is denied.
 */
@NullMarked
package dev.eci.system.docker.proxy.compat;

import org.jspecify.annotations.NullMarked;
