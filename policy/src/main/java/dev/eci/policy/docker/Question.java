package dev.eci.policy.docker;

/**
 * Something that the engine or the node knows and a decision depends on. A record, so that answers
 * can be looked up by it.
 */
public sealed interface Question {
  /** {@code GET /images/NAME/json}; answered by {@link Answer.Image}. */
  record OfImage(String name) implements Question {}

  /** {@code GET /containers/NAME/json}; answered by {@link Answer.Container}. */
  record OfContainer(String name) implements Question {}

  /** {@code GET /exec/ID/json}; answered by {@link Answer.Exec}. */
  record OfExec(String id) implements Question {}

  /** {@code GET /volumes/NAME}; answered by {@link Answer.Volume}. */
  record OfVolume(String name) implements Question {}

  /** {@code GET /networks/NAME}; answered by {@link Answer.Network}. */
  record OfNetwork(String name) implements Question {}

  /**
   * Where an absolute path of the node leads when all links in it are followed, as far as it
   * exists; answered by {@link Answer.RealPath}.
   */
  record OfPath(String path) implements Question {}
}
