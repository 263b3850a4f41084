// SPDX-License-Identifier: Apache-2.0
/**
 * The agent of a Docker host without Kubernetes, and the Docker socket proxy that runs alone.
 * Policies come from a file. It knows no cluster and no command line.
 */
@NullMarked
package dev.eci.agent.dockerhost;

import org.jspecify.annotations.NullMarked;
