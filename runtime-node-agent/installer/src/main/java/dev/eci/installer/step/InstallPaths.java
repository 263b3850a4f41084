// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.step;

/** The paths of ECI's files on a node. */
public final class InstallPaths {
  public static final String ROOT = "/opt/eci";
  public static final String BIN = ROOT + "/bin";
  public static final String LAUNCHER = BIN + "/eci-runtime";
  public static final String RUNTIME_CONF = ROOT + "/runtime.conf";
  public static final String RECORD = ROOT + "/installed.json";

  /** The dry run reads the drop-in here, before it is written where containerd reads it. */
  public static final String STAGING = ROOT + "/staging";

  public static final String DROP_IN = "eci.toml";

  /** A directory next to containerd's main file, which contains no files of other programs. */
  public static final String IMPORTS_DIRECTORY = "eci.d";

  /** The name of the runtime handler, to which RuntimeClass objects refer. */
  public static final String HANDLER = "eci";

  private InstallPaths() {}
}
