// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A user's runtime directory (XDG_RUNTIME_DIR, {@code /run/user/UID}): sockets of the display, of
 * sound, of the ssh agent are the user's data. The directory itself contains the others.
 */
final class UserRuntimeDirectory {
  /**
   * From 1000 up (UID_MIN in login.defs): accounts below are the system's, and their runtime
   * directories as little user data as their homes.
   */
  private static final Pattern UID_OF_USER = Pattern.compile("[1-9][0-9]{3,9}");

  /**
   * Names through which a container would start programs outside of any container, as the user:
   * units and D-Bus services, engines of any name (nerdctl has a BuildKit for each namespace), and
   * editors and window managers that run commands for those who connect.
   */
  private static final List<Pattern> CONSOLES =
      List.of(
          Pattern.compile("systemd"),
          Pattern.compile("bus|dbus-.*"),
          Pattern.compile("(buildkit|docker|containerd|podman|libpod|containers|crun|runc).*"),
          Pattern.compile("(crio|k3s|nerdctl|rootlesskit|lima|eci).*"),
          Pattern.compile("emacs.*|nvim.*|vscode-(ipc|git).*"),
          Pattern.compile("(sway-ipc|i3|hypr).*"));

  private UserRuntimeDirectory() {}

  /** Whether the path lies in one, and is none of the names through which programs start. */
  static boolean containsData(HostPath path) {
    List<String> names = path.segments();
    return names.size() > 3
        && names.subList(0, 2).equals(List.of("run", "user"))
        && UID_OF_USER.matcher(names.get(2)).matches()
        && CONSOLES.stream().noneMatch(name -> name.matcher(names.get(3)).matches());
  }
}
