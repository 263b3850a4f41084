package dev.eci.installer.dockerd;

import dev.eci.installer.containerd.OciRuntime;
import dev.eci.support.dockerapi.EngineInfo;
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
    EngineInfo info,
    String kernel,
    long maxUserNamespaces,
    Optional<OciRuntime> ociRuntime,
    List<String> readOnly,
    boolean sameRun) {}
