// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions about Docker API requests: from the caller and the request to the forwarded request, or
 * to the message of the denial. The agent reads HTTP and JSON and queries the engine.
 */
@NullMarked
package dev.eci.policy.docker;

import org.jspecify.annotations.NullMarked;
