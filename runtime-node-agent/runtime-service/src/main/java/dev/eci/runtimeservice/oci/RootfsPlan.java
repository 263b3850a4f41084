package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;
import java.util.List;
import java.util.Optional;

/**
 * How the launcher is to shift the root file system that the engine mounted (docs/protocol.md).
 *
 * @param path where the engine's mount is
 * @param overlay empty for a plain directory
 * @param flags of the engine's mount, as mount(8) spells them
 */
public record RootfsPlan(
    String path, IdRange range, Optional<Overlay> overlay, List<String> flags) {
  /**
   * What the engine's overlay is made of.
   *
   * @param lower directories from top to bottom
   * @param upper empty, as {@code work}, for a read-only one
   * @param options the others, as the kernel shows them, unescaped
   */
  public record Overlay(
      List<String> lower, Optional<String> upper, Optional<String> work, List<String> options) {}
}
