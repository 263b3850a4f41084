// SPDX-License-Identifier: Apache-2.0
/**
 * The requirements that a node must meet before anything is installed on it, one check per file.
 * Reads only.
 */
@NullMarked
package dev.eci.installer.preflight;

import org.jspecify.annotations.NullMarked;
