// SPDX-License-Identifier: Apache-2.0
/** A client of the Docker Engine's API over its unix socket. Callers interpret the responses. */
@NullMarked
package dev.eci.support.dockerapi;

import org.jspecify.annotations.NullMarked;
