/**
 * What an EciPolicy's status should say, given what is known: pure functions, one condition per
 * file. No client, no framework; the time is passed in.
 */
@NullMarked
package dev.eci.operator.status;

import org.jspecify.annotations.NullMarked;
