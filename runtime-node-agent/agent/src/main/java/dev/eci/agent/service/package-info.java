// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the two services of a node: the runtime service, which eci-runtime calls, and the Docker
 * socket proxy. All programs use these factories, so that a decision is built in one way only.
 */
@NullMarked
package dev.eci.agent.service;

import org.jspecify.annotations.NullMarked;
