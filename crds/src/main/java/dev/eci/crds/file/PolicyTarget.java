// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

/** Where a policy file applies. */
public enum PolicyTarget {
  /** A Docker host, without pods and namespaces. */
  DOCKER_HOST,
  /** A cluster, or manifests for one. */
  CLUSTER
}
