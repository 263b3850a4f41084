// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;

/**
 * What containers of a Docker host may mount read-only without a policy's entry: files that every
 * user of the host can read and that hold no secret. On a Kubernetes node they are denied like any
 * host path.
 *
 * <p>Sources: hier(7), localtime(5); KinD mounts /lib/modules; the CA certificates of Debian,
 * Fedora, Alpine, SUSE and Arch (Go's crypto/x509 reads the same places).
 */
public final class DockerHostDefaults {
  /** {@code spec.hostPaths.dockerHostDefaults: Deny} turns them off. */
  public static final HostPathAllowances PATHS =
      HostPathAllowances.parse(
          List.of(),
          List.of(
              "/lib/modules",
              "/usr/lib/modules",
              "/etc/localtime",
              "/etc/timezone",
              "/usr/share/zoneinfo",
              "/etc/ssl/certs",
              "/etc/ssl/cert.pem",
              "/etc/ssl/ca-bundle.pem",
              "/etc/ca-certificates",
              "/etc/pki/ca-trust/extracted",
              "/etc/pki/tls/certs",
              "/etc/pki/tls/cert.pem",
              "/usr/share/ca-certificates",
              "/usr/local/share/ca-certificates",
              "/var/lib/ca-certificates",
              "/etc/passwd",
              "/etc/group"));

  private DockerHostDefaults() {}
}
