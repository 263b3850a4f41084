package dev.eci.operator.report;

import java.util.ArrayList;
import java.util.List;

/** Findings of one namespace: all are counted, the first ones kept. */
final class NamespaceFindings {
  /** A report of them is about 30 KiB; etcd takes 1.5 MiB, and nobody reads more. */
  static final int KEPT = 50;

  private final List<ScanFinding> kept = new ArrayList<>();
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
    if (kept.size() < KEPT) {
      kept.add(scanFinding);
    }
  }

  List<ScanFinding> kept() {
    return List.copyOf(kept);
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
    return failed + warned - kept.size();
  }
}
