// SPDX-License-Identifier: Apache-2.0
/** Owners of files: inside, on disk, and through docker's own commands. */
@NullMarked
package dev.eci.system.docker.files;

import org.jspecify.annotations.NullMarked;
