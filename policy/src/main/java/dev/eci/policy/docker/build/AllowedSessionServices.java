// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.build;

import java.util.Set;

/**
 * The services that the engine may call on {@code /session}: those by which a client gives a build
 * its files and secrets. A build needs no other service that a client might serve there.
 *
 * <p>Sources: BuildKit's packages below session (filesync, auth, secrets, sshforward, upload,
 * content, exporter) and client/llb; grpc's health checking.
 */
public final class AllowedSessionServices {
  private static final Set<String> KNOWN =
      Set.of(
          "moby.filesync.v1.FileSync",
          "moby.filesync.v1.FileSend",
          "moby.filesync.v1.Auth",
          "moby.buildkit.secrets.v1.Secrets",
          "moby.sshforward.v1.SSH",
          "moby.upload.v1.Upload",
          "moby.exporter.v1.Exporter",
          "moby.buildkit.sourcepolicy.v1.policysession.PolicyVerifier",
          "containerd.services.content.v1.Content",
          "grpc.health.v1.Health");

  private AllowedSessionServices() {}

  /**
   * Whether {@code path} is a call of one of them.
   *
   * @param path {@code /package.Service/Method}
   */
  public static boolean isAllowed(String path) {
    String[] names = path.split("/", -1);
    return names.length == 3
        && names[0].isEmpty()
        && KNOWN.contains(names[1])
        && names[2].matches("[A-Za-z]{1,64}");
  }
}
