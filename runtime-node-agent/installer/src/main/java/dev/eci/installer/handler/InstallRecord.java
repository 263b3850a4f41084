// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.eci.installer.containerd.ContainerdService;
import org.jspecify.annotations.Nullable;

/**
 * The content of installed.json: what the installer creates. It is written before the files are, so
 * that a crash at any point leaves no unrecorded file.
 *
 * @param version of the agent that wrote it
 * @param createdDirectory the topmost directory that the installer created for the drop-in; null if
 *     all existed
 * @param mainFile SHA-256 of containerd's main file before the edit; null if it was not edited or
 *     did not exist
 * @param loaded digest of the plan that containerd runs with; null if it runs without the handler
 * @param rejected digest of a plan with which containerd did not come up; null if there is none
 * @param rejectedBecause why it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InstallRecord(
    String version,
    ContainerdService engine,
    String launcherSha256,
    String dropIn,
    String dropInSha256,
    @Nullable String createdDirectory,
    @Nullable String mainFile,
    @Nullable String loaded,
    @Nullable String rejected,
    @Nullable String rejectedBecause) {

  InstallRecord loading(String digest) {
    return copyWith(digest, null, null);
  }

  /** containerd runs without the handler. */
  InstallRecord unloaded() {
    return copyWith(null, rejected, rejectedBecause);
  }

  InstallRecord rejecting(String digest, String because) {
    return copyWith(null, digest, because);
  }

  private InstallRecord copyWith(
      @Nullable String loaded, @Nullable String rejected, @Nullable String because) {
    return new InstallRecord(
        version,
        engine,
        launcherSha256,
        dropIn,
        dropInSha256,
        createdDirectory,
        mainFile,
        loaded,
        rejected,
        because);
  }
}
