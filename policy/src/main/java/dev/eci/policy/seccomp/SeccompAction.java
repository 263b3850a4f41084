// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

/** The actions of the OCI runtime specification (config-linux, seccomp). */
public enum SeccompAction {
  SCMP_ACT_KILL,
  SCMP_ACT_KILL_PROCESS,
  SCMP_ACT_KILL_THREAD,
  SCMP_ACT_TRAP,
  SCMP_ACT_ERRNO,
  SCMP_ACT_TRACE,
  SCMP_ACT_ALLOW,
  SCMP_ACT_LOG,
  SCMP_ACT_NOTIFY;

  /** Whether the kernel may execute the system call. */
  public boolean allows() {
    return switch (this) {
      case SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_TRACE, SCMP_ACT_NOTIFY -> true;
      case SCMP_ACT_KILL,
          SCMP_ACT_KILL_PROCESS,
          SCMP_ACT_KILL_THREAD,
          SCMP_ACT_TRAP,
          SCMP_ACT_ERRNO ->
          false;
    };
  }
}
