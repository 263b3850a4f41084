/**
 * Decisions about a container on the node, from its OCI runtime configuration: the last check
 * before it is created, for static pods and whatever else went around admission. What is rewritten
 * in the configuration is the agent's.
 */
@NullMarked
package dev.eci.policy.oci;

import org.jspecify.annotations.NullMarked;
