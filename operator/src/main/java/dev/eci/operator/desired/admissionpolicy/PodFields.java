// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

/**
 * Paths of fields in a pod, for violations: an expression is evaluated only if there is a
 * violation.
 */
final class PodFields {
  private PodFields() {}

  static String volume(String name) {
    return volume(name, "'hostPath.path'");
  }

  /**
   * Names of volumes are unique in a pod.
   *
   * @param field an expression for the field of its source
   */
  static String volume(String name, String field) {
    return "'spec.volumes[' + string(object.spec.volumes.map(x, x.name).indexOf(%s)) + '].' + %s"
        .formatted(name, field);
  }

  /** Names of containers are unique across all kinds of containers. */
  static String container(String container) {
    return "(%s ? %s : (%s ? %s : %s))"
        .formatted(
            isIn("initContainers", container),
            containerField("initContainers", container),
            isIn("ephemeralContainers", container),
            containerField("ephemeralContainers", container),
            containerField("containers", container));
  }

  /** The repository that an image names, in full, as far as its spelling shows. */
  static String repository(String image) {
    return inFull(repositoryAsWritten(image));
  }

  /** The image without its tag and digest. */
  static String repositoryAsWritten(String image) {
    return "[%s.split('@')[0]].map(i, i.lastIndexOf(':') > i.lastIndexOf('/') ? i.substring(0, i.lastIndexOf(':')) : i)[0]"
        .formatted(image);
  }

  /** The repository with its registry, from an expression of the repository as written. */
  static String inFull(String repository) {
    return """
    [%s].map(i, i.startsWith('index.docker.io/') ? i.substring(6) : i)\
    .map(i, !i.contains('/') ? 'docker.io/library/' + i : (i.startsWith('docker.io/') && i.indexOf('/') == i.lastIndexOf('/')\
     ? 'docker.io/library/' + i.substring(10) : i))\
    .map(i, i.matches('^(localhost|[^/]*[.:A-Z][^/]*)/') ? i : 'docker.io/' + i)[0]\
    """
        .formatted(repository);
  }

  private static String isIn(String list, String container) {
    return "has(object.spec.%1$s) && object.spec.%1$s.exists(x, x.name == %2$s.name)"
        .formatted(list, container);
  }

  private static String containerField(String list, String container) {
    return "'spec.%1$s[' + string(object.spec.%1$s.map(x, x.name).indexOf(%2$s.name)) + ']'"
        .formatted(list, container);
  }
}
