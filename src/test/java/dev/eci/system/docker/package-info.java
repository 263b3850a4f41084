// SPDX-License-Identifier: Apache-2.0
/**
 * The whole product on a real Docker Engine; a package per behaviour, tests named after what a user
 * sees.
 */
@NullMarked
package dev.eci.system.docker;

import org.jspecify.annotations.NullMarked;
