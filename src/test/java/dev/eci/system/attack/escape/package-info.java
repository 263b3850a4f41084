// SPDX-License-Identifier: Apache-2.0
/** What the known escapes from runc gave an attacker, and what they give under ECI. */
@NullMarked
package dev.eci.system.attack.escape;

import org.jspecify.annotations.NullMarked;
