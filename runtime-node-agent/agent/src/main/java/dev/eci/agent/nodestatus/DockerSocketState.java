package dev.eci.agent.nodestatus;

/**
 * How the filtered Docker socket of a node is.
 *
 * @param filtered whether an engine answers behind it
 * @param reason one word
 */
public record DockerSocketState(boolean filtered, String reason, String message) {
  public static final DockerSocketState NOT_REQUIRED =
      new DockerSocketState(
          false,
          "NotAsked",
          "No policy lists images that may have Docker's socket, so none is served.");
}
