package dev.eci.installer.step;

import java.io.IOException;

/** One thing that we put on the node. Both directions may be taken again and again. */
public interface InstallStep {
  String name();

  /** Whether anything had to be changed. */
  boolean apply() throws IOException;

  /** Whether anything was there. */
  boolean undo() throws IOException;
}
