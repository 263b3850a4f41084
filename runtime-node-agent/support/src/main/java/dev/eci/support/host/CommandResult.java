package dev.eci.support.host;

/** How a command on the node ended. */
public record CommandResult(int status, String out, String err) {
  public boolean isSuccess() {
    return status == 0;
  }

  /** What it said about its failure, on one line. */
  public String reason() {
    String said = (err.isBlank() ? out : err).strip().replaceAll("\\s+", " ");
    String shown = said.length() > 400 ? said.substring(said.length() - 400) : said;
    return "status " + status + (shown.isEmpty() ? "" : ": " + shown);
  }
}
