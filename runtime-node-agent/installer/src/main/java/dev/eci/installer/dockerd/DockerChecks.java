// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.installer.containerd.OciRuntime;
import dev.eci.installer.preflight.MajorMinor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The requirements of a Docker host, in the order in which an administrator would fix them. */
final class DockerChecks {
  private static final List<Function<DockerFacts, Optional<UnsupportedHostException>>> CHECKS =
      List.of(
          DockerChecks::checkPackaging,
          DockerChecks::flags,
          DockerChecks::identities,
          DockerChecks::versions,
          DockerChecks::ociRuntime,
          DockerChecks::files);

  private DockerChecks() {}

  static void check(DockerFacts facts) throws UnsupportedHostException {
    for (Function<DockerFacts, Optional<UnsupportedHostException>> check : CHECKS) {
      Optional<UnsupportedHostException> unsupported = check.apply(facts);
      if (unsupported.isPresent()) {
        throw unsupported.get();
      }
    }
  }

  private static Optional<UnsupportedHostException> checkPackaging(DockerFacts facts) {
    if (facts.dockerd().binary().startsWith("/snap/")) {
      return unsupported(
          "SnapDocker",
          "Docker was installed as a snap, to which no other runtime can be added; install Docker's own packages.");
    }
    if (facts.info().operatingSystem().contains("Docker Desktop")) {
      return unsupported(
          "DockerDesktop",
          "This is Docker Desktop, which has its own Enhanced Container Isolation; enable it in the settings.");
    }
    return Optional.empty();
  }

  /** dockerd rejects a reload if the command line and the file both contain a setting. */
  private static Optional<UnsupportedHostException> flags(DockerFacts facts) {
    for (String flag : List.of("--default-runtime", "--add-runtime")) {
      if (facts.dockerd().arguments().has(flag)) {
        return unsupported(
            "FlagConflict",
            "dockerd is started with %s, and accepts that setting on its command line or in its file, not in both; move it to %s."
                .formatted(flag, facts.dockerd().config()));
      }
    }
    return Optional.empty();
  }

  private static Optional<UnsupportedHostException> identities(DockerFacts facts) {
    if (facts.dockerd().rootless() || facts.info().has("name=rootless")) {
      return unsupported(
          "Rootless",
          "This dockerd is rootless, so all its containers share one user's ID range and none can have a private one; use a dockerd that runs as root.");
    }
    if (facts.info().has("name=userns")) {
      return unsupported(
          "UsernsRemap",
          "dockerd runs with userns-remap, so all containers share one ID range; remove userns-remap and restart docker.");
    }
    return facts.maxUserNamespaces() > 0
        ? Optional.empty()
        : unsupported(
            "UserNamespacesDisabled",
            "user.max_user_namespaces is 0, so no container can get a user namespace; set it to 15000 or more with sysctl.");
  }

  private static Optional<UnsupportedHostException> versions(DockerFacts facts) {
    Optional<MajorMinor> kernel = MajorMinor.parseFirst(facts.kernel());
    if (kernel.isEmpty() || kernel.get().isBefore(6, 3)) {
      return unsupported(
          "KernelTooOld",
          "Linux %s does not support ID-mapped mounts for all mounts that containers need; run Linux 6.3 or newer."
              .formatted(facts.kernel()));
    }
    Optional<MajorMinor> engine = MajorMinor.parseFirst(facts.info().version());
    // a development build has no version number
    return engine.isPresent() && engine.get().isBefore(23, 0)
        ? unsupported(
            "EngineTooOld",
            "Docker Engine %s is too old; run 23.0 or newer.".formatted(facts.info().version()))
        : Optional.empty();
  }

  private static Optional<UnsupportedHostException> ociRuntime(DockerFacts facts) {
    if (facts.ociRuntime().isEmpty()) {
      return unsupported(
          "OciRuntimeNotFound",
          "No OCI runtime with the command \"features\" was found on dockerd's PATH; install runc 1.2 or newer, or name another with --runtime.");
    }
    OciRuntime runtime = facts.ociRuntime().get();
    return runtime.userNamespaces() && runtime.idmappedMounts()
        ? Optional.empty()
        : unsupported(
            "OciRuntimeTooOld",
            "%s %s reports no ID-mapped mounts or no user namespaces; install runc 1.2 or newer, or crun 1.9 or newer."
                .formatted(runtime.path(), runtime.version()));
  }

  private static Optional<UnsupportedHostException> files(DockerFacts facts) {
    if (!facts.readOnly().isEmpty()) {
      return unsupported(
          "ReadOnlyHost",
          "%s is read-only, as on systems that are built from an image; add the runtime \"eci\" with the host's own configuration tool."
              .formatted(String.join(", ", facts.readOnly())));
    }
    return facts.sharesFilesystem()
        ? Optional.empty()
        : unsupported(
            "OtherMountNamespace",
            "dockerd runs in a mount namespace that does not contain ECI's files; run the agent where dockerd runs.");
  }

  private static Optional<UnsupportedHostException> unsupported(String reason, String message) {
    return Optional.of(new UnsupportedHostException(reason, message));
  }
}
