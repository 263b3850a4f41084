/**
 * What a node must be able to do before anything is installed on it, one check per file. Reads
 * only.
 */
@NullMarked
package dev.eci.installer.preflight;

import org.jspecify.annotations.NullMarked;
