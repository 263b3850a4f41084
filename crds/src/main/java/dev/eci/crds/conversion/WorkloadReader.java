// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.WorkloadSpec;
import dev.eci.policy.model.WorkloadTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads spec.workloads. */
final class WorkloadReader {
  private WorkloadReader() {}

  static List<WorkloadTemplate> read(
      String field, @Nullable List<WorkloadSpec> written, FieldErrors fieldErrors) {
    List<WorkloadTemplate> found = new ArrayList<>();
    List<WorkloadSpec> entries = NullSafeLists.of(written);
    for (int i = 0; i < entries.size(); i++) {
      WorkloadSpec entry = entries.get(i);
      List<String> templates = NullSafeLists.of(entry.templates());
      String group = Objects.requireNonNullElse(entry.group(), "");
      String resource = Objects.requireNonNullElse(entry.resource(), "");
      for (int j = 0; j < templates.size(); j++) {
        String path = templates.get(j);
        fieldErrors
            .capture(
                "%s[%d].templates[%d]".formatted(field, i, j),
                () -> WorkloadTemplate.parse(group, resource, path))
            .ifPresent(found::add);
      }
    }
    return found;
  }
}
