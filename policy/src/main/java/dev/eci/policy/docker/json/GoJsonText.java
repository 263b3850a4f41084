// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON inside of a text, of which only Go, behind the engine's API, makes values. */
public final class GoJsonText {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  private GoJsonText() {}

  /** Whether Go could read the word as a key of it: with escapes, in any case. */
  public static boolean hasKey(String json, String word) {
    String unescaped =
        ESCAPE
            .matcher(json)
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    return GoCaseFolding.fold(unescaped).contains(GoCaseFolding.fold(word));
  }
}
