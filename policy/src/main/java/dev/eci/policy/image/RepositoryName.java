// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Locale;

/**
 * A repository in Docker's normal form: {@code docker} is {@code docker.io/library/docker}.
 *
 * <p>The domain is empty for one unusual kind of name that engines accept: a first component with a
 * dot that is no valid host, as in {@code foo_bar.com/app}. Such a name has a path only.
 */
record RepositoryName(String domain, String path) {
  static final String DOCKER_HUB = "docker.io";
  static final String OFFICIAL = "library/";
  private static final String LEGACY_HUB = "index.docker.io";
  private static final int PATH_MAX = 255;

  /**
   * Parses a name without tag and digest.
   *
   * @throws InvalidImageReferenceException whose message shows {@code reference}, the text that
   *     contains the name
   */
  static RepositoryName normalize(String name, String reference) {
    RepositoryName split = split(name);
    if (!split.path.equals(split.path.toLowerCase(Locale.ROOT))) {
      throw new InvalidImageReferenceException(
          reference,
          "the repository name " + UntrustedText.quote(split.path) + " must be lower case");
    }
    if (!ReferenceGrammar.isDomain(split.domain)) {
      split = new RepositoryName("", split.toString());
    }
    if (split.path.length() > PATH_MAX) {
      throw new InvalidImageReferenceException(
          reference, "the repository name has more than " + PATH_MAX + " characters");
    }
    if (!ReferenceGrammar.isPath(split.path)) {
      throw new InvalidImageReferenceException(
          reference,
          "the repository name "
              + UntrustedText.quote(split.path)
              + " must be of lower-case letters and digits, with single '.', '_', '__' or '-'"
              + " between them, and '/' between components");
    }
    return split;
  }

  private static RepositoryName split(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return new RepositoryName(DOCKER_HUB, OFFICIAL + name);
    }
    String first = name.substring(0, slash);
    if (!isDomain(first)) {
      return new RepositoryName(DOCKER_HUB, name);
    }
    String rest = name.substring(slash + 1);
    boolean hub = first.equals(DOCKER_HUB) || first.equals(LEGACY_HUB);
    if (!hub) {
      return new RepositoryName(first, rest);
    }
    return new RepositoryName(DOCKER_HUB, rest.contains("/") ? rest : OFFICIAL + rest);
  }

  /** How engines distinguish a registry from a user's name, before they parse either. */
  private static boolean isDomain(String first) {
    return first.equals("localhost")
        || first.contains(".")
        || first.contains(":")
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }
}
