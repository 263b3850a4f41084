/**
 * containerd as it is on this node: its process, its configuration, its restart. Decides nothing
 * about what we install.
 */
@NullMarked
package dev.eci.installer.containerd;

import org.jspecify.annotations.NullMarked;
