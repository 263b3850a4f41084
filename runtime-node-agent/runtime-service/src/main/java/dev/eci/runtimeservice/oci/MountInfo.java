package dev.eci.runtimeservice.oci;

import java.util.List;
import java.util.Optional;

/**
 * One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
 *
 * @param device major:minor of the file system
 * @param root which directory of the file system is mounted
 * @param mountPoint where
 * @param options of this mount: rw, nodev …
 * @param type of the file system
 * @param source what is mounted, as the file system calls it
 * @param superOptions of the file system, with the kernel's escapes still in it: a comma within a
 *     value is one
 */
public record MountInfo(
    String device,
    String root,
    String mountPoint,
    List<String> options,
    String type,
    String source,
    String superOptions) {

  /** Empty if the line is none of mountinfo's. */
  static Optional<MountInfo> parse(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    // between the options and the dash are optional fields, none or several
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
