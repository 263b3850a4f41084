/**
 * A Docker Engine of this host: how it is found, what it can do, and how our runtime gets into its
 * configuration and out again. Decides nothing about containers.
 */
@NullMarked
package dev.eci.installer.dockerd;

import org.jspecify.annotations.NullMarked;
