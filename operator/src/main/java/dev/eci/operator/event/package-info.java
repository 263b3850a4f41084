/** How an Event of ours looks; what is told, and when, is decided where it happens. */
@NullMarked
package dev.eci.operator.event;

import org.jspecify.annotations.NullMarked;
