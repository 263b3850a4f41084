/**
 * The filter before Docker's socket: reads requests strictly, has each one decided, and sends the
 * engine what was decided on in its own words. Connections live on event loops, where nothing may
 * block; what is decided, and why, is in policy.
 */
@NullMarked
package dev.eci.socketproxy.http;

import org.jspecify.annotations.NullMarked;
