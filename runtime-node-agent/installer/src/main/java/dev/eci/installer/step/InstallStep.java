// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.step;

import java.io.IOException;

/** Installs one file. Both directions can be repeated. */
public interface InstallStep {
  String name();

  /** Returns whether it changed anything. */
  boolean apply() throws IOException;

  /** Returns whether there was something to undo. */
  boolean undo() throws IOException;
}
