/**
 * What people read: one class for each topic, a sentence for each reason. Docker Desktop's own
 * sentences (ECI.md RES-3), which people search for and tools match, and ours in the same voice.
 * Only the tail differs: it names the place where the setting really is. What strangers wrote
 * stands in quotes, so that it forges no lines in a terminal or a log. Nothing is decided here.
 */
@NullMarked
package dev.eci.policy.message;

import org.jspecify.annotations.NullMarked;
