// SPDX-License-Identifier: Apache-2.0
/**
 * Which host files a mount exposes: canonical paths, the catalog of container runtime sockets, and
 * the paths that a policy allows. No file is read here: the agent resolves the symbolic links of
 * its node, and evaluates the result again.
 */
@NullMarked
package dev.eci.policy.hostpath;

import org.jspecify.annotations.NullMarked;
