/** What the known escapes from runc gave an attacker, and what it is worth under us. */
@NullMarked
package dev.eci.system.attack.escape;

import org.jspecify.annotations.NullMarked;
