package dev.eci.runtimeservice.oci;

/** Whose a namespace is that a container joins. */
@FunctionalInterface
public interface NamespaceOwnership {
  /**
   * Whether {@code path} surely is a namespace and not the node's.
   *
   * @param type as OCI names it: network, pid, user …
   */
  boolean isPrivate(String type, String path);
}
