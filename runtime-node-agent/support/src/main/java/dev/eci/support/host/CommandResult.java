// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

/** The result of a command on the node. */
public record CommandResult(int status, String out, String err) {
  public boolean isSuccess() {
    return status == 0;
  }

  /** The status and the end of the command's output, on one line. */
  public String reason() {
    String output = (err.isBlank() ? out : err).strip().replaceAll("\\s+", " ");
    String end = output.length() > 400 ? output.substring(output.length() - 400) : output;
    return "status " + status + (end.isEmpty() ? "" : ": " + end);
  }
}
