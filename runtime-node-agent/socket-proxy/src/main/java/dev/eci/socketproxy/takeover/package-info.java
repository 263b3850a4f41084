/**
 * How the filtered socket gets to where people look for Docker's, and how Docker's own comes back
 * there. Knows files and sockets; what goes through them is others' business.
 */
@NullMarked
package dev.eci.socketproxy.takeover;

import org.jspecify.annotations.NullMarked;
