// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

/** A mount of the host, as one line of mountinfo shows it (proc_pid_mountinfo(5)). */
public interface FileSystemMount {
  /** {@code major:minor} of the file system; the same for all mounts and subvolumes of it. */
  String device();

  /** The directory of the file system that is mounted. */
  String root();

  /** The directory that it is mounted on. */
  String mountPoint();
}
