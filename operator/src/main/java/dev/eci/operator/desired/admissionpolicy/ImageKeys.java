// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.image.AnyImagePattern;
import dev.eci.policy.image.AnyTagPattern;
import dev.eci.policy.image.DigestPattern;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.TagPattern;
import java.util.stream.Stream;

/**
 * Image patterns as keys of a map, and the keys that match an image as CEL: {@code name:tag},
 * {@code name:*} for any tag, {@code name@digest}, {@code name@} for any digest, and {@code *}.
 */
final class ImageKeys {
  /** Longer names are no images: a registry's name and a repository have 255 characters each. */
  private static final int LONGEST = 1024;

  private static final String REST = "^(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@[a-z0-9]+:[0-9a-f]+)?$";

  private ImageKeys() {}

  /** The key of what {@link ImagePattern#matches} matches. */
  static String exactly(ImagePattern pattern) {
    return switch (pattern) {
      case AnyImagePattern ignored -> "*";
      case AnyTagPattern any -> any.name() + ":*";
      case TagPattern tagPattern -> tagPattern.name() + ":" + tagPattern.tag();
      case DigestPattern digestPattern -> digestPattern.name() + "@" + digestPattern.digest();
    };
  }

  /**
   * The same, and also any digest of the repository of a tag: only the webhook knows whether the
   * tag resolves to that digest (SOCK-2).
   */
  static Stream<String> withAnyDigest(ImagePattern pattern) {
    return pattern instanceof TagPattern tagPattern
        ? Stream.of(exactly(pattern), tagPattern.name() + "@")
        : Stream.of(exactly(pattern));
  }

  /** A list of the keys that match the image; empty if it is no valid reference. */
  static String cel(String image) {
    return ("[%1$s].map(i, size(i) > %2$d ? '' : i).map(i, [string(i), %3$s])"
            // the name in full, and what follows it in the reference
            + ".map(i, [%4$s, i[0].substring(size(i[1]))])"
            + ".map(i, i[0] == 'docker.io/library/' || i[0].lastIndexOf(':') > i[0].lastIndexOf('/') || !i[1].matches(%5$s) ? [] : "
            + "(i[1].contains('@') ? ['*', i[0] + ':*', i[0] + i[1].substring(i[1].indexOf('@')), i[0] + '@']"
            + " : ['*', i[0] + ':*', i[0] + (i[1] == '' ? ':latest' : i[1])]))[0]")
        .formatted(
            image,
            LONGEST,
            PodFields.repositoryAsWritten("i"),
            PodFields.inFull("i[1]"),
            CelBuilder.text(REST));
  }
}
