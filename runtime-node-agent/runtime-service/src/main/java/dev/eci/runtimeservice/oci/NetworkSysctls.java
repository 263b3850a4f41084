// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import java.util.Map;

/**
 * The container runtime's default sysctls of a pod's network namespace that belongs to the node's
 * user namespace: eci-runtime sets them there as the node's root (docs/protocol.md).
 *
 * @param path of the network namespace
 * @param values by name
 */
public record NetworkSysctls(String path, Map<String, String> values) {
  public NetworkSysctls {
    values = Map.copyOf(values);
  }
}
