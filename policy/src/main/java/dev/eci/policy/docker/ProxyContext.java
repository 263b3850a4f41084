// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.hostpath.DockerEngineLayout;

/**
 * The engine behind the proxy, and this host.
 *
 * @param runtime that containers are forced to, {@code eci}; empty where the proxy runs alone and
 *     the engine has no such runtime, so that only the default one may be requested
 * @param engine where the engine keeps its own files
 * @param largestBody bytes of a body that is inspected
 * @param builds which may be requested (ISO-10)
 * @param hasUnifiedCgroups whether the host has cgroup v2; on v1 the engine's own default is the
 *     host's cgroup namespace
 * @param hasProtectedServices whether services, whose runtime no request can name, run under the
 *     forced one
 */
public record ProxyContext(
    String runtime,
    DockerEngineLayout engine,
    int largestBody,
    BuildProtectionRule builds,
    boolean hasUnifiedCgroups,
    boolean hasProtectedServices) {
  /**
   * In bytes. Create bodies of compose and Testcontainers have a few KiB; configs and secrets up to
   * 1 MiB.
   */
  public static final int LARGEST_BODY = 3 << 19;

  /** For an engine of the agent's. */
  public ProxyContext(
      String runtime,
      DockerEngineLayout engineLayout,
      int largestBody,
      BuildProtectionRule builds,
      boolean hasUnifiedCgroups) {
    this(runtime, engineLayout, largestBody, builds, hasUnifiedCgroups, true);
  }

  /** For a Docker host with cgroup v2, whose status shows which builds are protected. */
  public ProxyContext(String runtime, DockerEngineLayout engineLayout, int largestBody) {
    this(runtime, engineLayout, largestBody, BuildProtectionRule.ALL, true, true);
  }
}
