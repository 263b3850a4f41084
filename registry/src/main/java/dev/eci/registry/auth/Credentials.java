// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.auth;

import java.util.Optional;

/** Credentials for registries. */
@FunctionalInterface
public interface Credentials {
  Credentials NONE = (registry, repository) -> Optional.empty();

  /**
   * The login for a repository, if there is one.
   *
   * @param registry in the form of references, {@code docker.io}
   */
  Optional<Login> loginFor(String registry, String repository);

  /**
   * A name and password, or an identity token.
   *
   * @param identityToken exchanged for access tokens; empty if there is none
   */
  record Login(String user, String password, String identityToken) {
    @Override
    public String toString() {
      return "Login of " + user;
    }
  }
}
