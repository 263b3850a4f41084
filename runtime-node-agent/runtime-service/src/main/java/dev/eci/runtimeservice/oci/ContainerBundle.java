package dev.eci.runtimeservice.oci;

/**
 * The launcher's call for a container.
 *
 * @param id of the container
 * @param bundle its bundle directory on the node
 */
public record ContainerBundle(String id, String bundle) {}
