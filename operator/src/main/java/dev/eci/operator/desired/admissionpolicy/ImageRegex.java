// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.image.AnyImagePattern;
import dev.eci.policy.image.AnyTagPattern;
import dev.eci.policy.image.DigestPattern;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.TagPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Image patterns as regular expressions (RE2) over the text in a container. CEL cannot normalise a
 * name, so the expression contains each spelling of the repository.
 */
final class ImageRegex {
  private static final String HUB = "docker.io/";
  private static final String LEGACY_HUB = "index.docker.io/";
  private static final String OFFICIAL = "library/";
  private static final String TAG = "(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?";
  private static final String DIGEST = "(@[a-z0-9]+:[0-9a-f]+)?";

  private ImageRegex() {}

  /** Matches what {@link ImagePattern#matches} matches. */
  static String exactly(ImagePattern pattern) {
    return switch (pattern) {
      case AnyImagePattern ignored -> "^.+$";
      case AnyTagPattern any -> "^%s%s%s$".formatted(names(any.name()), TAG, DIGEST);
      case TagPattern tagPattern -> "^%s%s$".formatted(names(tagPattern.name()), tag(tagPattern));
      case DigestPattern digestPattern -> digested(digestPattern);
    };
  }

  /**
   * The same, and also with any digest after a tag: only the webhook knows whether the tag resolves
   * to that digest (SOCK-2).
   */
  static String withAnyDigest(ImagePattern pattern) {
    return pattern instanceof TagPattern tagPattern
        ? "^%s((%s)|%s@.+)$".formatted(names(tagPattern.name()), tag(tagPattern), TAG)
        : exactly(pattern);
  }

  private static String digested(DigestPattern image) {
    return "^%s%s@%s$".formatted(names(image.name()), TAG, escaped(image.digest()));
  }

  private static String tag(TagPattern tagPattern) {
    String tag = ":" + escaped(tagPattern.tag());
    return tagPattern.tag().equals("latest") ? "(" + tag + ")?" : tag;
  }

  private static String names(String repository) {
    return spellings(repository).stream()
        .map(ImageRegex::escaped)
        .collect(Collectors.joining("|", "(", ")"));
  }

  /** All spellings of the repository. */
  static List<String> spellings(String repository) {
    if (!repository.startsWith(HUB)) {
      return List.of(repository);
    }
    String path = repository.substring(HUB.length());
    List<String> paths = new ArrayList<>(List.of(path));
    if (path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0) {
      paths.add(path.substring(OFFICIAL.length()));
    }
    List<String> spellings = new ArrayList<>();
    for (String each : paths) {
      // a first component that looks like a registry would be read as one
      if (!isLikelyRegistry(each)) {
        spellings.add(each);
      }
      spellings.add(HUB + each);
      spellings.add(LEGACY_HUB + each);
    }
    return spellings;
  }

  private static boolean isLikelyRegistry(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? "" : path.substring(0, slash);
    return first.equals("localhost") || first.contains(".");
  }

  private static String escaped(String literal) {
    return literal.replaceAll("[^A-Za-z0-9_/:@-]", "\\\\$0");
  }
}
