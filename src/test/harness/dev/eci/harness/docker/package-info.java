/**
 * A Docker host for the tests: namespaces and disks of its own (src/test/lab/host), a real dockerd
 * and the real agent in them. Knows how to start, stop and kill them; what must hold is the tests'
 * business.
 */
@NullMarked
package dev.eci.harness.docker;

import org.jspecify.annotations.NullMarked;
