package dev.eci.agent.report;

/**
 * How the filtered Docker socket of a node is.
 *
 * @param filtered whether an engine answers behind it
 * @param reason one word
 */
public record DockerSocket(boolean filtered, String reason, String message) {
  public static final DockerSocket NOT_ASKED =
      new DockerSocket(
          false,
          "NotAsked",
          "No policy lists images that may have Docker's socket, so none is served.");
}
