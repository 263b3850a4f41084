package dev.eci.crds.file;

/** What a policy file is for. */
public enum PolicyTarget {
  /** A Docker host: there are no pods and namespaces that a policy could speak of. */
  DOCKER_HOST,
  /** A cluster, or manifests of one. */
  CLUSTER
}
