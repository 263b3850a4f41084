// SPDX-License-Identifier: Apache-2.0
/** The Docker socket proxy, run alone: streams, files, and an engine that becomes unavailable. */
@NullMarked
package dev.eci.system.docker.proxy;

import org.jspecify.annotations.NullMarked;
