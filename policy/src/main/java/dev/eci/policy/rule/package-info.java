// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that admission, the OCI runtime and the Docker API share: a host path and a container
 * runtime socket are evaluated the same wherever they are requested. Rules for only one of the
 * three belong to its own package.
 */
@NullMarked
package dev.eci.policy.rule;

import org.jspecify.annotations.NullMarked;
