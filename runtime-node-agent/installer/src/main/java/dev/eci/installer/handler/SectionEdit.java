// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

/**
 * Adds the handler to the main file itself. In containerd before 2.0, the tables of an imported
 * file replace those of the main file, so a drop-in would remove all other CRI settings of the
 * node. The text is at the end, between two lines that occur nowhere else. Its removal restores the
 * same bytes, even if other parts of the file changed meanwhile.
 *
 * @param dropIn path of a file with the same text, which containerd does not import
 */
record SectionEdit(String dropIn) {
  /** Starts with a line end, because the file's last line may lack one. */
  private String header() {
    return "\n# from " + dropIn + " by eci-agent, which removes these lines again\n";
  }

  private String end() {
    return "# end of " + dropIn + "\n";
  }

  /** {@code handler} is a whole drop-in with the main file's version, which is not repeated. */
  String insertInto(String text, String handler) {
    return text + header() + handler.substring(handler.indexOf("\n[") + 1) + end();
  }

  String removeFrom(String text) {
    int from = text.indexOf(header());
    int to = from < 0 ? -1 : text.indexOf(end(), from);
    return to < 0 ? text : text.substring(0, from) + text.substring(to + end().length());
  }
}
