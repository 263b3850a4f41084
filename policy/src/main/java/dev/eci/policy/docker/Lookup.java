package dev.eci.policy.docker;

/**
 * Something that the engine or the node knows and a decision depends on. A record, so that answers
 * can be looked up by it.
 */
public sealed interface Lookup {
  /** {@code GET /images/NAME/json}; answered by {@link LookupResult.Image}. */
  record OfImage(String name) implements Lookup {}

  /** {@code GET /containers/NAME/json}; answered by {@link LookupResult.Container}. */
  record OfContainer(String name) implements Lookup {}

  /** {@code GET /exec/ID/json}; answered by {@link LookupResult.Exec}. */
  record OfExec(String id) implements Lookup {}

  /** {@code GET /volumes/NAME}; answered by {@link LookupResult.Volume}. */
  record OfVolume(String name) implements Lookup {}

  /** {@code GET /networks/NAME}; answered by {@link LookupResult.Network}. */
  record OfNetwork(String name) implements Lookup {}

  /**
   * Where an absolute path of the node leads when all links in it are followed, as far as it
   * exists; answered by {@link LookupResult.RealPath}.
   */
  record OfPath(String path) implements Lookup {}
}
