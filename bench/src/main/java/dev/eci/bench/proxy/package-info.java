// SPDX-License-Identifier: Apache-2.0
/**
 * The cost of the Docker socket proxy, compared with the plain socket and with HAProxy with prefix
 * rules, in front of one engine.
 */
@NullMarked
package dev.eci.bench.proxy;

import org.jspecify.annotations.NullMarked;
