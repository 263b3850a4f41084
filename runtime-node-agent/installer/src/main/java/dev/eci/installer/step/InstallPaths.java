package dev.eci.installer.step;

/** Where our files are on the node. */
public final class InstallPaths {
  public static final String ROOT = "/opt/eci";
  public static final String BIN = ROOT + "/bin";
  public static final String LAUNCHER = BIN + "/eci-runtime";
  public static final String RUNTIME_CONF = ROOT + "/runtime.conf";
  public static final String RECORD = ROOT + "/installed.json";

  /** A drop-in is tried here before it is put where the engine reads it. */
  public static final String STAGING = ROOT + "/staging";

  public static final String DROP_IN = "eci.toml";

  /** Besides the engine's main file, in a directory of its own: no other file can match there. */
  public static final String OWN_IMPORTS = "eci.d";

  /** The handler's name: what RuntimeClass objects refer to. */
  public static final String HANDLER = "eci";

  private InstallPaths() {}
}
