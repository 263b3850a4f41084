// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.hostpath.FileSystemMount;
import java.util.List;
import java.util.Optional;

/**
 * One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
 *
 * @param device major:minor of the file system
 * @param root the directory of the file system that is mounted
 * @param mountPoint the directory that it is mounted on
 * @param options of this mount: rw, nodev …
 * @param type of the file system
 * @param source the mounted device or name, as the file system reports it
 * @param superOptions of the file system, with the kernel's escapes still in it: it escapes commas
 *     within a value
 */
public record MountInfo(
    String device,
    String root,
    String mountPoint,
    List<String> options,
    String type,
    String source,
    String superOptions)
    implements FileSystemMount {

  /** Empty if the line does not have the format of mountinfo. */
  static Optional<MountInfo> parse(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    // zero or more optional fields come between the options and the dash
    int dash = fields.indexOf("-");
    if (dash < 6 || fields.size() < dash + 4) {
      return Optional.empty();
    }
    return Optional.of(
        new MountInfo(
            fields.get(2),
            MountInfoEscapes.decode(fields.get(3)),
            MountInfoEscapes.decode(fields.get(4)),
            List.of(fields.get(5).split(",")),
            fields.get(dash + 1),
            MountInfoEscapes.decode(fields.get(dash + 2)),
            fields.get(dash + 3)));
  }
}
