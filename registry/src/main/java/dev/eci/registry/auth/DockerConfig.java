// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Credentials in the format of {@code docker login}'s config.json and of pull secrets of type
 * kubernetes.io/dockerconfigjson. Keys may name a repository or a path above it, as for the
 * kubelet; the longest match wins. Credential helpers are not supported, because they are programs.
 *
 * @param logins by {@code registry[/path]}
 */
public record DockerConfig(Map<String, Login> logins) implements Credentials {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> HUB =
      Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "docker.io");

  public DockerConfig {
    logins = Map.copyOf(logins);
  }

  /** Reads a config.json; ignores empty entries. */
  public static DockerConfig parse(byte[] json) throws IOException {
    Map<String, Login> logins = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).path("auths").properties()) {
      login(entry.getValue()).ifPresent(login -> logins.put(key(entry.getKey()), login));
    }
    return new DockerConfig(logins);
  }

  @Override
  public Optional<Login> loginFor(String registry, String repository) {
    String image = registry + "/" + repository;
    return logins.entrySet().stream()
        .filter(e -> image.startsWith(e.getKey() + "/") || image.equals(e.getKey()))
        .max(Comparator.comparingInt(e -> e.getKey().length()))
        .map(Map.Entry::getValue);
  }

  /** {@code https://index.docker.io/v1/} and other spellings of a registry. */
  private static String key(String written) {
    String key = written.replaceFirst("^https?://", "").replaceFirst("/v[12]/?$", "");
    key = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    int slash = key.indexOf('/');
    String host = slash < 0 ? key : key.substring(0, slash);
    return HUB.contains(host) ? "docker.io" + (slash < 0 ? "" : key.substring(slash)) : key;
  }

  private static Optional<Login> login(JsonNode entry) {
    String token = entry.path("identitytoken").asText("");
    String user = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    String auth = decoded(entry.path("auth").asText(""));
    int colon = auth.indexOf(':');
    if (colon > 0) {
      user = auth.substring(0, colon);
      // Docker pads with zero bytes
      password = auth.substring(colon + 1).replaceFirst("\0+$", "");
    }
    return token.isEmpty() && user.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(user, password, token));
  }

  private static String decoded(String auth) {
    try {
      return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
