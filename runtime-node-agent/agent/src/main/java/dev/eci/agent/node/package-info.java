/** The life of a node under the agent: install, label last, remove, and what follows a failure. */
@NullMarked
package dev.eci.agent.node;

import org.jspecify.annotations.NullMarked;
