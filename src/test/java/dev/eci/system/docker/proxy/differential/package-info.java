// SPDX-License-Identifier: Apache-2.0
/**
 * Whatever bytes a caller sends, the engine gets only requests that were decided, in one form that
 * leaves nothing to read differently.
 */
@NullMarked
package dev.eci.system.docker.proxy.differential;

import org.jspecify.annotations.NullMarked;
