// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists of the API, where absent and empty mean the same. */
final class NullSafeLists {
  private NullSafeLists() {}

  static <T> List<T> of(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
