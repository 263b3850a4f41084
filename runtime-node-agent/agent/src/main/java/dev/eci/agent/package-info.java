/**
 * The agent of a node: the command line, and how its parts are put together. What a part does lives
 * in its own package.
 */
@NullMarked
package dev.eci.agent;

import org.jspecify.annotations.NullMarked;
