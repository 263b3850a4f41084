// SPDX-License-Identifier: Apache-2.0
/**
 * Compares what policy knows of the engine's API with the engine that the lab builds: these tests
 * find an engine with operations that were never evaluated.
 */
@NullMarked
package dev.eci.system.docker.api;

import org.jspecify.annotations.NullMarked;
