package dev.eci.registry.auth;

import java.util.Optional;

/** Who we are to registries. */
@FunctionalInterface
public interface Credentials {
  Credentials NONE = (registry, repository) -> Optional.empty();

  /**
   * For a repository, if there are any.
   *
   * @param registry as references write it, {@code docker.io}
   */
  Optional<Login> loginFor(String registry, String repository);

  /**
   * A name and password, or an identity token.
   *
   * @param identityToken to be changed for access tokens; empty if there is none
   */
  record Login(String user, String password, String identityToken) {
    @Override
    public String toString() {
      return "Login of " + user;
    }
  }
}
