// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Optional;

/**
 * An image as a container names it, in Docker's normal form: {@code docker:cli} is {@code
 * docker.io/library/docker:cli}.
 *
 * <p>Form: {@code [domain/]path[:tag][@digest]}. Source: ParseNormalizedNamed of
 * github.com/distribution/reference, which dockerd and containerd use; its published vectors are
 * this class's tests.
 *
 * <p>Errors: {@link InvalidImageReferenceException}, also from the constructor for parts that are
 * not in normal form.
 *
 * @param domain the registry; empty only for names like {@code foo_bar.com/app}, whose first
 *     component looks like a registry and is no valid one
 */
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<String> digest) {
  /** Far above the longest reference that a registry can serve; engines have no limit. */
  static final int LENGTH_MAX = 1024;

  private static final String DEFAULT_TAG = "latest";

  public ImageReference {
    var given = new RepositoryName(domain, path);
    String text = text(given, tag, digest);
    if (!RepositoryName.normalize(given.toString(), text).equals(given)) {
      throw new InvalidImageReferenceException(text, "it is not in normal form");
    }
    if (tag.isPresent() && !ReferenceGrammar.isTag(tag.get())) {
      throw new InvalidImageReferenceException(
          text,
          "the tag "
              + UntrustedText.quote(tag.get())
              + " must be of 1 to 128 letters, digits, '_', '.' and '-', the first no '.' or '-'");
    }
    if (digest.isPresent() && !ReferenceGrammar.isDigest(digest.get())) {
      throw new InvalidImageReferenceException(
          text,
          "the digest "
              + UntrustedText.quote(digest.get())
              + " must be sha256:, sha384: or sha512: and 64, 96 or 128 digits of 0-9 and a-f");
    }
  }

  /** Parses a reference as it is written in a pod or on a command line. */
  public static ImageReference parse(String text) {
    if (text.isEmpty()) {
      throw new InvalidImageReferenceException(text, "it is empty");
    }
    if (text.length() > LENGTH_MAX) {
      throw new InvalidImageReferenceException(
          text, "it has more than " + LENGTH_MAX + " characters");
    }
    if (ReferenceGrammar.isImageId(text)) {
      throw new InvalidImageReferenceException(
          text, "64 hexadecimal digits are an image id, not a name");
    }
    int at = text.indexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    String tagged = at < 0 ? text : text.substring(0, at);
    // a colon before the last slash belongs to a port or to an IPv6 address
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(tagged.substring(colon + 1));
    var name = RepositoryName.normalize(colon < 0 ? tagged : tagged.substring(0, colon), text);
    return new ImageReference(name.domain(), name.path(), tag, digest);
  }

  /** As {@link #parse}, for callers that need no reason: empty where that throws. */
  public static Optional<ImageReference> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (InvalidImageReferenceException e) {
      return Optional.empty();
    }
  }

  /** The repository in full, {@code docker.io/library/docker}, as ECI's messages write it. */
  public String name() {
    return new RepositoryName(domain, path).toString();
  }

  /**
   * The repository as Docker's commands show it, {@code docker}. For display only: parsed again, it
   * may be another repository ({@code docker.io/localhost/app} is shown as {@code localhost/app}).
   */
  public String familiarName() {
    if (!domain.equals(RepositoryName.DOCKER_HUB)) {
      return name();
    }
    boolean official =
        path.startsWith(RepositoryName.OFFICIAL)
            && path.indexOf('/', RepositoryName.OFFICIAL.length()) < 0;
    return official ? path.substring(RepositoryName.OFFICIAL.length()) : path;
  }

  /** With {@code :latest} where there is neither tag nor digest. */
  public ImageReference withDefaultTag() {
    return tag.isPresent() || digest.isPresent()
        ? this
        : new ImageReference(domain, path, Optional.of(DEFAULT_TAG), digest);
  }

  /**
   * The reference for a query to the registry: by digest where there is one, because engines use
   * the digest too.
   */
  ImageReference forLookup() {
    return digest.isPresent()
        ? new ImageReference(domain, path, Optional.empty(), digest)
        : withDefaultTag();
  }

  @Override
  public String toString() {
    return text(new RepositoryName(domain, path), tag, digest);
  }

  private static String text(RepositoryName name, Optional<String> tag, Optional<String> digest) {
    return name + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
