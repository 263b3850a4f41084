package dev.eci.installer.dockerd;

import dev.eci.installer.containerd.OciRuntime;
import dev.eci.installer.preflight.MajorMinor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a Docker host must be like, in the order in which people would mend what is found. */
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
      Optional<UnsupportedHostException> refused = check.apply(facts);
      if (refused.isPresent()) {
        throw refused.get();
      }
    }
  }

  private static Optional<UnsupportedHostException> checkPackaging(DockerFacts facts) {
    if (facts.dockerd().binary().startsWith("/snap/")) {
      return refuse(
          "SnapDocker",
          "Docker was installed as a snap, which keeps its files where no other runtime can be added; install Docker's own packages.");
    }
    if (facts.info().operatingSystem().contains("Docker Desktop")) {
      return refuse(
          "DockerDesktop",
          "This is Docker Desktop, which brings Enhanced Container Isolation of its own; switch it on in its settings.");
    }
    return Optional.empty();
  }

  /** dockerd refuses a reload if a setting is in both places. */
  private static Optional<UnsupportedHostException> flags(DockerFacts facts) {
    for (String flag : List.of("--default-runtime", "--add-runtime")) {
      if (facts.dockerd().line().has(flag)) {
        return refuse(
            "FlagConflict",
            "dockerd is started with %s, and takes that setting from its command line or its file, not from both; move it to %s."
                .formatted(flag, facts.dockerd().config()));
      }
    }
    return Optional.empty();
  }

  private static Optional<UnsupportedHostException> identities(DockerFacts facts) {
    if (facts.dockerd().rootless() || facts.info().has("name=rootless")) {
      return refuse(
          "Rootless",
          "This dockerd is rootless, so that all its containers live in one user's range of ids and none can have its own; use a dockerd that runs as root.");
    }
    if (facts.info().has("name=userns")) {
      return refuse(
          "UsernsRemap",
          "dockerd runs with userns-remap, which gives all containers one and the same range of ids; take userns-remap out and restart docker.");
    }
    return facts.maxUserNamespaces() > 0
        ? Optional.empty()
        : refuse(
            "UserNamespacesDisabled",
            "user.max_user_namespaces is 0, so no container can get a user namespace; set it to 15000 or more with sysctl.");
  }

  private static Optional<UnsupportedHostException> versions(DockerFacts facts) {
    Optional<MajorMinor> kernel = MajorMinor.parseFirst(facts.kernel());
    if (kernel.isEmpty() || kernel.get().isBefore(6, 3)) {
      return refuse(
          "KernelTooOld",
          "Linux %s cannot idmap all mounts that containers need; run Linux 6.3 or newer."
              .formatted(facts.kernel()));
    }
    Optional<MajorMinor> engine = MajorMinor.parseFirst(facts.info().version());
    // a development build tells no number
    return engine.isPresent() && engine.get().isBefore(23, 0)
        ? refuse(
            "EngineTooOld",
            "Docker Engine %s is too old; run 23.0 or newer.".formatted(facts.info().version()))
        : Optional.empty();
  }

  private static Optional<UnsupportedHostException> ociRuntime(DockerFacts facts) {
    if (facts.ociRuntime().isEmpty()) {
      return refuse(
          "OciRuntimeNotFound",
          "No OCI runtime that answers to \"features\" was found on dockerd's PATH; install runc 1.2 or newer, or name another with --runtime.");
    }
    OciRuntime runtime = facts.ociRuntime().get();
    return runtime.userNamespaces() && runtime.idmappedMounts()
        ? Optional.empty()
        : refuse(
            "OciRuntimeTooOld",
            "%s %s reports no idmapped mounts or no user namespaces; install runc 1.2 or newer, or crun 1.9 or newer."
                .formatted(runtime.path(), runtime.version()));
  }

  private static Optional<UnsupportedHostException> files(DockerFacts facts) {
    if (!facts.readOnly().isEmpty()) {
      return refuse(
          "ReadOnlyHost",
          "%s cannot be written to, as on systems that are built from an image; add the runtime \"eci\" with the host's own configuration tool."
              .formatted(String.join(", ", facts.readOnly())));
    }
    return facts.sameRun()
        ? Optional.empty()
        : refuse(
            "OtherMountNamespace",
            "dockerd lives in a mount namespace that does not show our files; run the agent where dockerd runs.");
  }

  private static Optional<UnsupportedHostException> refuse(String reason, String sentence) {
    return Optional.of(new UnsupportedHostException(reason, sentence));
  }
}
