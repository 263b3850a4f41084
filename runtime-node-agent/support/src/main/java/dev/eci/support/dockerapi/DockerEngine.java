package dev.eci.support.dockerapi;

import java.util.List;

/**
 * Where a dockerd has its files, as its settings spell it.
 *
 * @param pid of dockerd
 * @param dataRoot /var/lib/docker unless it is configured
 * @param inits where it may find docker-init
 * @param sockets on which it listens
 * @param own other files and directories of engine and agent
 */
public record DockerEngine(
    long pid, String dataRoot, List<String> inits, List<String> sockets, List<String> own) {}
