/**
 * What a node must be able to do before anything is installed on it, one check per file. Reads
 * only.
 */
@NullMarked
package dev.eci.agent.check;

import org.jspecify.annotations.NullMarked;
