// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;
import java.util.List;
import java.util.Optional;

/**
 * How eci-runtime ID-maps the root file system that the engine mounted (docs/protocol.md).
 *
 * @param path the mount point of the engine's mount
 * @param overlay empty for a plain directory
 * @param flags of the engine's mount, as mount(8) spells them
 */
public record RootfsPlan(String path, IdMap ids, Optional<Overlay> overlay, List<String> flags) {
  /**
   * The layers of the engine's overlay.
   *
   * @param lower directories from top to bottom
   * @param upper empty, as {@code work}, for a read-only overlay
   * @param options the remaining options, as the kernel shows them, unescaped
   */
  public record Overlay(
      List<String> lower, Optional<String> upper, Optional<String> work, List<String> options) {}
}
