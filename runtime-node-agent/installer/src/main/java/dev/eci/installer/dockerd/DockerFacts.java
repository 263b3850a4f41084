// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.containerd.OciRuntime;
import dev.eci.support.dockerapi.EngineInfo;
import java.util.List;
import java.util.Optional;

/**
 * The facts that the checks read.
 *
 * @param kernel release, as uname -r prints it
 * @param readOnly directories that the installer has to write to and cannot
 * @param sharesFilesystem whether dockerd sees the directory of the agent's socket
 */
record DockerFacts(
    Dockerd dockerd,
    EngineInfo info,
    String kernel,
    long maxUserNamespaces,
    Optional<OciRuntime> ociRuntime,
    List<String> readOnly,
    boolean sharesFilesystem) {}
