// SPDX-License-Identifier: Apache-2.0
/**
 * Attacks on what ECI adds: ID-mapped files, ranges, the launcher's directories, the rewritten
 * config.json.
 */
@NullMarked
package dev.eci.system.attack.eci;

import org.jspecify.annotations.NullMarked;
