// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.UntrustedText;
import java.util.regex.Pattern;

/**
 * Repositories: {@code registry.example/team/*} (one more component), {@code registry.example/**}
 * (all below), {@code **} (all), or one repository by its name. A glob contains no tag, because a
 * tag identifies no image.
 */
public record ImageGlob(String text, Pattern pattern) {
  private static final Pattern WRITTEN =
      Pattern.compile("[a-z0-9*][a-z0-9._:*-]*+(?:/[a-z0-9*][a-z0-9._*-]*+)*+");
  public static final ImageGlob EVERY = parse("**");

  /** Throws IllegalArgumentException with what to write instead. */
  public static ImageGlob parse(String text) {
    int slash = text.indexOf('/');
    if (!WRITTEN.matcher(text).matches() || (slash < 0 && text.contains(":"))) {
      throw new IllegalArgumentException(
          UntrustedText.quote(text)
              + " is no pattern of repositories; write \"registry.example/team/*\" (one component), \"registry.example/**\" (all below) or \"**\", without tag and digest");
    }
    String full = qualified(text, slash < 0 ? "" : text.substring(0, slash));
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < full.length(); i++) {
      char c = full.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (full.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/]*");
      }
    }
    return new ImageGlob(full, Pattern.compile(regex.toString()));
  }

  public boolean matches(ImageReference image) {
    return pattern.matcher(image.name()).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageGlob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As Docker parses names: a name that does not start with a registry is on Docker Hub. */
  private static String qualified(String text, String first) {
    if (text.startsWith("**") || first.matches(".*[.:*].*|localhost")) {
      return text;
    }
    return first.isEmpty() ? "docker.io/library/" + text : "docker.io/" + text;
  }
}
