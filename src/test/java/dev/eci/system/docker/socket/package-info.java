// SPDX-License-Identifier: Apache-2.0
/** Docker's socket taken over and released on a real host, and how its callers are identified. */
@NullMarked
package dev.eci.system.docker.socket;

import org.jspecify.annotations.NullMarked;
