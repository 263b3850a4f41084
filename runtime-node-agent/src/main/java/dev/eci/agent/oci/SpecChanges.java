package dev.eci.agent.oci;

import java.util.ArrayList;
import java.util.List;

/** All changes, in order. */
public final class SpecChanges {
  private static final List<SpecChange> CHANGES = List.of(new ReadOnlySysfs(), new NoNodeDevices());

  private SpecChanges() {}

  /** Changes {@code spec}; returns the names of what was needed. */
  public static List<String> apply(Spec spec) throws InvalidConfig {
    List<String> applied = new ArrayList<>();
    for (SpecChange change : CHANGES) {
      if (change.apply(spec)) {
        applied.add(change.name());
      }
    }
    return applied;
  }
}
