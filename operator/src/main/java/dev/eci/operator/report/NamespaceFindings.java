// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

import java.util.ArrayList;
import java.util.List;

/** The findings of one namespace: all are counted, the first ones are kept. */
final class NamespaceFindings {
  /**
   * A report with this many is about 30 KiB; etcd accepts 1.5 MiB, but longer reports are not read.
   */
  static final int KEPT = 50;

  private final List<ScanFinding> listed = new ArrayList<>();
  private int passed;
  private int failed;
  private int warned;
  private int skipped;

  void countCompliant() {
    passed++;
  }

  void countSkipped() {
    skipped++;
  }

  void add(ScanFinding scanFinding) {
    if (scanFinding.enforced()) {
      failed++;
    } else {
      warned++;
    }
    if (listed.size() < KEPT) {
      listed.add(scanFinding);
    }
  }

  List<ScanFinding> listed() {
    return List.copyOf(listed);
  }

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  int warned() {
    return warned;
  }

  int skipped() {
    return skipped;
  }

  int omittedCount() {
    return failed + warned - listed.size();
  }
}
