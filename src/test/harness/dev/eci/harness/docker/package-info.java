// SPDX-License-Identifier: Apache-2.0
/**
 * A Docker host for the tests: namespaces and disks of its own (src/test/lab/host), a real dockerd
 * and the real agent in them. It starts, stops and kills them; the tests assert the results.
 */
@NullMarked
package dev.eci.harness.docker;

import org.jspecify.annotations.NullMarked;
