/**
 * A JSON value as decisions see it, and what about one makes readers disagree. Its text is read by
 * the agent, with a parser that is kept by others.
 */
@NullMarked
package dev.eci.policy.docker.json;

import org.jspecify.annotations.NullMarked;
