// SPDX-License-Identifier: Apache-2.0
/**
 * The messages that users read: one class for each topic, a message for each reason. Docker
 * Desktop's own sentences (docs/rules.md, RES-3) stay to the letter, because users search for them
 * and tools match them; ECI's other messages have the same form. Only the remedy differs: it names
 * the object or file that holds the setting. Untrusted text is quoted, so that it cannot forge
 * lines in a terminal or a log. Nothing is decided here.
 */
@NullMarked
package dev.eci.policy.message;

import org.jspecify.annotations.NullMarked;
