// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

/** The result of an installation. */
public sealed interface InstallResult {
  /** All files are installed and containerd runs with the handler. */
  record Done(InstallRecord installed, boolean restarted) implements InstallResult {}

  /**
   * containerd's configuration is the same as before.
   *
   * @param reason of the condition
   */
  record Failed(String reason, String message) implements InstallResult {}
}
