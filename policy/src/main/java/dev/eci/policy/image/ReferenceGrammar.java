// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.regex.Pattern;

/**
 * The parts of an image reference, after the grammar that github.com/distribution/reference
 * publishes (v0.6.0).
 *
 * <p>Every pattern is used with {@code matches()}, because {@code $} would accept a trailing
 * newline. Quantifiers are possessive, so that time is linear in the input's length.
 */
final class ReferenceGrammar {
  private static final String DOMAIN_COMPONENT = "[a-zA-Z0-9]++(?:-++[a-zA-Z0-9]++)*+";
  private static final String HOST =
      DOMAIN_COMPONENT + "(?:\\." + DOMAIN_COMPONENT + ")*+|\\[[a-fA-F0-9:]++\\]";
  private static final String PATH_COMPONENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";

  private static final Pattern DOMAIN = Pattern.compile("(?:" + HOST + ")(?::[0-9]++)?+");
  private static final Pattern PATH =
      Pattern.compile(PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}+");
  private static final Pattern DIGEST =
      Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

  private ReferenceGrammar() {}

  /** A host, IPv4 address or bracketed IPv6 address, with or without a port. */
  static boolean isDomain(String text) {
    return DOMAIN.matcher(text).matches();
  }

  /** Lower-case components between slashes. */
  static boolean isPath(String text) {
    return PATH.matcher(text).matches();
  }

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /** One of the algorithms that engines can verify, with all its digits in lower case. */
  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** What engines read as the ID of an image, never as its name. */
  static boolean isImageId(String text) {
    return IMAGE_ID.matcher(text).matches();
  }
}
