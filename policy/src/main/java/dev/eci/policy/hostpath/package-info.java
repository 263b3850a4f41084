/**
 * What a mount of a node path may reach: canonical paths, the table of engine sockets, and the
 * paths a policy allows. No file is looked at here; symbolic links of a real node are resolved by
 * the agent, which asks again with the result.
 */
@NullMarked
package dev.eci.policy.hostpath;

import org.jspecify.annotations.NullMarked;
