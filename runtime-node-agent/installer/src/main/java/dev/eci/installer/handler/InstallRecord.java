package dev.eci.installer.handler;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.eci.installer.containerd.ContainerdService;
import org.jspecify.annotations.Nullable;

/**
 * The content of installed.json: what we created, written before it is created, so that a crash at
 * any point leaves nothing that nobody knows of.
 *
 * @param version of the agent that wrote it
 * @param createdDirectory the drop-in's directory, if there was none
 * @param mainFile SHA-256 of the engine's main file before our edit; null if it was left alone or
 *     did not exist
 * @param loaded digest of the plan that the engine runs with; null if it runs without us
 * @param rejected digest of a plan with which the engine did not come up, and why
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

  /** The engine runs without us. */
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
