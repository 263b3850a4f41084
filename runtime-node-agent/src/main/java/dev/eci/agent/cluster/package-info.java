/** What the agent watches and writes in the API server. Decides nothing. */
@NullMarked
package dev.eci.agent.cluster;

import org.jspecify.annotations.NullMarked;
