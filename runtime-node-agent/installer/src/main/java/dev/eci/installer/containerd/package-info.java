// SPDX-License-Identifier: Apache-2.0
/**
 * The containerd of this node: its process, its configuration, its restart. It does not know what
 * is installed.
 */
@NullMarked
package dev.eci.installer.containerd;

import org.jspecify.annotations.NullMarked;
