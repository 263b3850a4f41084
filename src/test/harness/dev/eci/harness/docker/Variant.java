// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

/**
 * What a Docker host can differ in.
 *
 * @param store where images and layers are kept
 * @param runtime name of the OCI runtime below eci-runtime, as found in PATH
 * @param launcher which build of it: {@code release} is shipped, {@code debug} has the steps at
 *     which tests interfere (launcher/src/fault_injection.rs)
 */
public record Variant(Store store, String runtime, String launcher) {
  /** Docker 29's default, and that of 28 and of every host upgraded from it. */
  public enum Store {
    CONTAINERD,
    OVERLAY2
  }

  public static final Variant DEFAULT = new Variant(Store.CONTAINERD, "runc");
  public static final Variant OVERLAY2 = new Variant(Store.OVERLAY2, "runc");
  public static final Variant CRUN = new Variant(Store.CONTAINERD, "crun");
  public static final Variant WITH_STEPS = new Variant(Store.CONTAINERD, "runc", "debug");

  public Variant(Store store, String runtime) {
    this(store, runtime, "release");
  }

  /** crun refuses a cgroup hierarchy that is half v1, half v2. */
  boolean isCgroup2() {
    return !runtime.equals("crun");
  }

  /** A daemon.json as its admin may have written it: odd spacing that ECI must preserve. */
  String daemonJson() {
    return """
    {
        "features": { "containerd-snapshotter": %s },
        "live-restore": true,
      "shutdown-timeout": 5
    }
    """
        .formatted(store == Store.CONTAINERD);
  }
}
