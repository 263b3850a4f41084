/**
 * The operator's process: what it starts in which mode, and how the parts are put together.
 * Decisions live in desired, status and certificates, which know no client; nothing is decided
 * here.
 */
@NullMarked
package dev.eci.operator;

import org.jspecify.annotations.NullMarked;
