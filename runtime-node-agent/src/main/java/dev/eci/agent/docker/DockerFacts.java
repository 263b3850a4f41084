package dev.eci.agent.docker;

import dev.eci.agent.engine.OciRuntime;
import java.util.List;
import java.util.Optional;

/**
 * What the checks look at.
 *
 * @param kernel release, as uname -r prints it
 * @param readOnly directories that we must write to and cannot
 * @param sameRun whether dockerd sees the directory of our socket
 */
record DockerFacts(
    Dockerd dockerd,
    Info info,
    String kernel,
    long maxUserNamespaces,
    Optional<OciRuntime> ociRuntime,
    List<String> readOnly,
    boolean sameRun) {}
