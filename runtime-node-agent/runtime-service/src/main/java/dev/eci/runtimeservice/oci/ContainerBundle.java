// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/**
 * The OCI bundle that a container is created from.
 *
 * @param id of the container
 * @param path the bundle directory on the node
 */
public record ContainerBundle(String id, String path) {}
