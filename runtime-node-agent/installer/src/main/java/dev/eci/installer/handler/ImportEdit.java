package dev.eci.installer.handler;

import dev.eci.installer.containerd.Toml;
import java.util.OptionalInt;

/**
 * How the engine's main file comes to import a directory: by inserting one text that occurs nowhere
 * else, so that its removal gives back the same bytes, whatever else was changed meanwhile.
 *
 * @param directory absolute
 */
record ImportEdit(String directory) {
  /** As a line of its own, where the file has no imports. */
  private String line() {
    return "imports = [" + pattern() + "] # by eci-agent, which removes this line again\n";
  }

  /** As one more element, where it has. */
  private String element() {
    return pattern() + ", ";
  }

  /** A pattern, since the engine does not start if a plain name is missing. */
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
