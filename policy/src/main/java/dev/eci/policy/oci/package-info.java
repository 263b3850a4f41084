// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions about a container on the node, from its OCI runtime configuration: the last check
 * before it is created, for static pods and everything else that bypassed admission. The agent
 * rewrites the configuration, not this package.
 */
@NullMarked
package dev.eci.policy.oci;

import org.jspecify.annotations.NullMarked;
