// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.Set;

/**
 * Something that a container requests and that is the node's where no user namespace contains it.
 *
 * @param value as the pod has it: {@code SYS_ADMIN}, {@code Unconfined}, a port
 * @param field its path in the object
 */
public record Privilege(Kind kind, String value, String field) {
  /** What of a container's spec Pod Security Standards, level baseline, restrict. */
  public enum Kind {
    PRIVILEGED("privileged"),
    CAPABILITY("capability"),
    PROC_MOUNT("procMount"),
    SECCOMP("seccomp profile"),
    APP_ARMOR("AppArmor profile"),
    SE_LINUX("SELinux option"),
    HOST_PORT("host port"),
    HOST_PROCESS("hostProcess");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** Source: kubernetes.io, Pod Security Standards, baseline, capabilities. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** The same, SELinux; the value is the type, or another option. */
  private static final Set<String> SE_LINUX_TYPES =
      Set.of("container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  /** Whether it goes beyond the level baseline. */
  boolean isAboveBaseline() {
    return switch (kind) {
      case PRIVILEGED, HOST_PROCESS -> true;
      case CAPABILITY -> !CAPABILITIES.contains(value);
      case PROC_MOUNT -> !value.equals("Default");
      case SECCOMP, APP_ARMOR -> value.equals("Unconfined");
      case SE_LINUX -> !SE_LINUX_TYPES.contains(value);
      case HOST_PORT -> !value.equals("0");
    };
  }

  /** For messages. */
  String title() {
    return switch (kind) {
      case PRIVILEGED, HOST_PROCESS -> kind.label;
      default -> kind.label + " " + value;
    };
  }
}
