package dev.eci.installer.handler;

/**
 * How the handler gets into the main file itself: containerd before 2.0 takes an imported file's
 * tables in place of the main file's, so that a drop-in would lose the node all its own CRI
 * settings. The text stands at the end, between two lines that occur nowhere else, and its removal
 * gives back the same bytes, whatever else was changed meanwhile.
 *
 * @param dropIn path of the file that holds the same text, which nothing imports there
 */
record SectionEdit(String dropIn) {
  /** Starts with the end of a line, as the file may lack its last. */
  private String header() {
    return "\n# from " + dropIn + " by eci-agent, which removes these lines again\n";
  }

  private String end() {
    return "# end of " + dropIn + "\n";
  }

  /** {@code handler} is a whole drop-in; its version is the main file's already. */
  String insertInto(String text, String handler) {
    return text + header() + handler.substring(handler.indexOf("\n[") + 1) + end();
  }

  String removeFrom(String text) {
    int from = text.indexOf(header());
    int to = from < 0 ? -1 : text.indexOf(end(), from);
    return to < 0 ? text : text.substring(0, from) + text.substring(to + end().length());
  }
}
