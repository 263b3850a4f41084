// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.Toml;
import java.util.OptionalInt;

/**
 * Adds an import of a directory to containerd's main file. The inserted text occurs nowhere else,
 * so its removal restores the same bytes, even if other parts of the file changed meanwhile.
 *
 * @param directory absolute
 */
record ImportEdit(String directory) {
  /** A separate line, if the file has no imports. */
  private String line() {
    return "imports = [" + pattern() + "] # by eci-agent, which removes this line again\n";
  }

  /** An additional element, if the file has imports. */
  private String element() {
    return pattern() + ", ";
  }

  /** A pattern, because containerd does not start if a file with a plain name is missing. */
  private String pattern() {
    return Toml.string(directory + "/*.toml");
  }

  String insertInto(String text) {
    OptionalInt array = TomlArrayLocator.insideArray(text, "imports");
    return array.isPresent()
        ? new StringBuilder(text).insert(array.getAsInt(), element()).toString()
        : line() + text;
  }

  String removeFrom(String text) {
    return text.contains(line()) ? cut(text, line()) : cut(text, element());
  }

  private static String cut(String text, String inserted) {
    int at = text.indexOf(inserted);
    return at < 0 ? text : text.substring(0, at) + text.substring(at + inserted.length());
  }
}
