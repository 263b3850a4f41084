/**
 * Who is at the other end of a connection to the filtered Docker socket: a process of the host, a
 * container, or nobody that can be told. Goes by what the kernel and the engine say, never by what
 * comes through the connection. Decides nothing about what the caller may do.
 */
@NullMarked
package dev.eci.socketproxy.peeridentity;

import org.jspecify.annotations.NullMarked;
