package dev.eci.socketproxy.peeridentity;

/**
 * The process at the other end, as the kernel noted it when that process called connect(2).
 *
 * <p>A connection stays that process's, whoever holds its descriptor later: a container's process
 * that connected and then gave the descriptor away is answered as that container, and a descriptor
 * that a host's process connected and passed into a container speaks with the host's rights, just
 * as an open file of the host's would. A socket <em>file</em> in a container is another matter: who
 * connects through it is the container.
 *
 * @param pid in our pid namespace; 0 if it is not visible there
 * @param uid effective user, on the node
 * @param gid effective group, on the node
 */
public record Peer(long pid, long uid, long gid) {}
