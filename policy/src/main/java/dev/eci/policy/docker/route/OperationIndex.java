// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table by method and first segment, because every request is looked up in it. */
final class OperationIndex {
  private static final Map<List<String>, List<Operation>> BY_START =
      OperationTable.OPERATIONS.stream()
          .collect(Collectors.groupingBy(o -> List.of(o.method(), start(o)), Collectors.toList()));

  private OperationIndex() {}

  /** In the table's order; if no path starts with the segment, those that match any. */
  static List<Operation> candidates(String method, RequestTarget target) {
    List<String> segments = target.segments();
    String first = segments.isEmpty() ? "" : segments.getFirst();
    return BY_START.getOrDefault(
        List.of(method, first), BY_START.getOrDefault(List.of(method, ""), List.of()));
  }

  private static String start(Operation operation) {
    String first = operation.path().segments().getFirst();
    return first.startsWith("{") ? "" : first;
  }
}
