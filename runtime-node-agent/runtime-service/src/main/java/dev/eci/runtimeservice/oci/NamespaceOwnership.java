// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/** Distinguishes namespaces of containers from those of the node. */
@FunctionalInterface
public interface NamespaceOwnership {
  /**
   * Whether {@code path} certainly is a namespace and not one of the node's.
   *
   * @param type in OCI's spelling: network, pid, user …
   */
  boolean isPrivate(String type, String path);
}
