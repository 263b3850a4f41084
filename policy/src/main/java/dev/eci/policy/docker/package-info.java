/**
 * Decisions about requests of Docker's engine API: from who asks and what, to what is forwarded or
 * the sentence of the refusal. Reading HTTP and JSON, and asking the engine, are the agent's.
 */
@NullMarked
package dev.eci.policy.docker;

import org.jspecify.annotations.NullMarked;
