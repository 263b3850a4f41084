// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import dev.eci.policy.image.ImageReference;

/** The address of an image's registry. */
final class RegistryHosts {
  private static final String HUB = "docker.io";
  private static final String HUB_API = "registry-1.docker.io";

  private RegistryHosts() {}

  /** {@code host[:port]} of its API. */
  static String hostOf(ImageReference image) {
    return image.domain().equals(HUB) ? HUB_API : image.domain();
  }

  /** {@code host} with or without a port. */
  static boolean isLoopback(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = end > 0 ? host.substring(0, end) : host;
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** Addresses to which a registry on another host must not redirect. */
  static boolean isThisHost(String host) {
    return isLoopback(host) || host.startsWith("169.254.") || host.startsWith("[fe80:");
  }
}
