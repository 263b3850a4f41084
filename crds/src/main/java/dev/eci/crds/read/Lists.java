package dev.eci.crds.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of the API, where absent and empty mean the same. */
final class Lists {
  private Lists() {}

  static <T> List<T> of(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
