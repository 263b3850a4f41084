/**
 * What policy knows of the engine's API, held against the engine that the lab builds: an engine
 * that can do more than was judged is found here.
 */
@NullMarked
package dev.eci.system.docker.api;

import org.jspecify.annotations.NullMarked;
