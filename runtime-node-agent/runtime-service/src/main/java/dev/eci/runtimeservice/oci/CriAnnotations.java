// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/**
 * The annotations that containerd's CRI plugin writes into every config.json. It writes them after
 * those that pods may pass through, so no pod can set them (containerd, internal/cri/annotations).
 */
public record CriAnnotations(
    String type,
    String sandbox,
    String podUid,
    String podNamespace,
    String podName,
    String container,
    String image) {
  public static CriAnnotations of(Spec spec) {
    return new CriAnnotations(
        cri(spec, "container-type"),
        cri(spec, "sandbox-id"),
        cri(spec, "sandbox-uid"),
        cri(spec, "sandbox-namespace"),
        cri(spec, "sandbox-name"),
        cri(spec, "container-name"),
        cri(spec, "image-name"));
  }

  public boolean isSandbox() {
    return type.equals("sandbox");
  }

  /** For log lines. */
  public String pod() {
    return podNamespace + "/" + podName;
  }

  private static String cri(Spec spec, String name) {
    return spec.annotation("io.kubernetes.cri." + name);
  }
}
