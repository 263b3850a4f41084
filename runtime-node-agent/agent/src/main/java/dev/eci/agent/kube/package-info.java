/** What the agent watches and writes in the API server. Decides nothing. */
@NullMarked
package dev.eci.agent.kube;

import org.jspecify.annotations.NullMarked;
