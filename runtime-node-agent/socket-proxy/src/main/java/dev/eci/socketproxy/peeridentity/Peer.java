// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

/**
 * The process at the other end, as the kernel recorded it at connect(2).
 *
 * <p>A connection stays the one of that process, even if its descriptor is given to another. If a
 * process of a container connects and gives the descriptor away, the connection counts as the
 * container's. If a process of the host connects and passes the descriptor into a container, the
 * connection has the rights of the host, like an open file of the host. A socket <em>file</em> in a
 * container is different: a process that connects through it is one of the container.
 *
 * @param pid in the agent's pid namespace; 0 if it is not visible there
 * @param uid effective UID, on the host
 * @param gid effective GID, on the host
 */
public record Peer(long pid, long uid, long gid) {}
