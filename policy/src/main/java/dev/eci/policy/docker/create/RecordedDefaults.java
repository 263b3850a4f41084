// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.Set;

/**
 * What the engine records for a container although no user chose it. Updaters and compose files
 * send it back when they create a container again, so it counts as left out.
 */
public final class RecordedDefaults {
  private static final String HOST_CONFIG = "HostConfig";
  private static final Str LEFT_OUT = new Str("");

  /**
   * The engine's own names of runc. The installer takes over hosts with these defaults only, so
   * they are also what was the default before.
   */
  private static final Set<String> STOCK_RUNTIMES = Set.of("runc", "io.containerd.runc.v2");

  private RecordedDefaults() {}

  /** The same body without them. */
  public static JsonValue remove(JsonValue body, ProxyContext proxyContext) {
    if (!(body instanceof Obj whole)
        || !(whole.get(HOST_CONFIG).orElse(null) instanceof Obj recorded)) {
      return body;
    }
    Obj host = recorded;
    if (!proxyContext.runtime().isEmpty()
        && host.get("Runtime").orElse(null) instanceof Str(String runtime)
        && STOCK_RUNTIMES.contains(runtime)) {
      host = host.withMember("Runtime", LEFT_OUT);
    }
    // on cgroup v1 every container gets this mode, and the user namespace makes it harmless
    if (!proxyContext.hasUnifiedCgroups()
        && host.get("CgroupnsMode").orElse(null) instanceof Str(String mode)
        && mode.equals("host")) {
      host = host.withMember("CgroupnsMode", LEFT_OUT);
    }
    return whole.withMember(HOST_CONFIG, host);
  }
}
