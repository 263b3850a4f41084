// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.image.ImageReference;
import dev.eci.registry.auth.Challenge;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.auth.Credentials.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The Authorization header for a repository; keeps access tokens until they expire. */
final class TokenCache {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ANSWER_MAX = 256 << 10;
  private static final int USUAL_SECONDS = 60;
  private static final int LONGEST_SECONDS = 1800;
  private static final int KEPT_MAX = 1000;

  private final HttpExchange httpExchange;
  private final Credentials credentials;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(String header, Instant until) {}

  TokenCache(HttpExchange httpExchange, Credentials credentials, InstantSource clock) {
    this.httpExchange = httpExchange;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** The last accepted header; empty if there was none. */
  String cached(ImageReference image) {
    Kept last = kept.get(image.name());
    return last == null || last.until().isBefore(clock.instant()) ? "" : last.header();
  }

  /** A header that satisfies the challenge; empty if no credentials do. */
  String authorization(Challenge challenge, ImageReference image, boolean tls) throws IOException {
    Optional<Login> login = credentials.loginFor(image.domain(), image.path());
    Kept next =
        challenge.scheme().equals("bearer")
            ? token(challenge, image, login, tls)
            : new Kept(
                login.map(TokenCache::basic).orElse(""),
                clock.instant().plusSeconds(LONGEST_SECONDS));
    if (kept.size() >= KEPT_MAX) {
      kept.clear();
    }
    kept.put(image.name(), next);
    return next.header();
  }

  private Kept token(Challenge challenge, ImageReference image, Optional<Login> login, boolean tls)
      throws IOException {
    URI realm = realm(challenge.parameter("realm"), image, tls);
    HttpReply httpReply =
        login.isPresent() && !login.get().identityToken().isEmpty()
            ? httpExchange.post(
                realm,
                "grant_type=refresh_token&client_id=eci&service=%s&scope=%s&refresh_token=%s"
                    .formatted(
                        encoded(challenge.parameter("service")),
                        encoded(scope(image)),
                        encoded(login.get().identityToken())),
                ANSWER_MAX)
            : httpExchange.send(
                "GET",
                URI.create(
                    "%s%sservice=%s&scope=%s"
                        .formatted(
                            realm,
                            realm.getQuery() == null ? "?" : "&",
                            encoded(challenge.parameter("service")),
                            encoded(scope(image)))),
                Map.of(),
                login.map(TokenCache::basic).orElse(""),
                ANSWER_MAX);
    if (httpReply.status() != 200) {
      throw new RegistryException(
          "%s issued no token for %s: status %d"
              .formatted(realm.getHost(), image.name(), httpReply.status()));
    }
    JsonNode json = JSON.readTree(httpReply.body());
    String token = json.path("token").asText(json.path("access_token").asText(""));
    if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
      throw new RegistryException("%s returned an invalid token".formatted(realm.getHost()));
    }
    int good = Math.clamp(json.path("expires_in").asInt(USUAL_SECONDS), 1, LONGEST_SECONDS);
    // a token that expires while a request is on its way is requested again
    return new Kept("Bearer " + token, clock.instant().plusSeconds(good * 9L / 10));
  }

  /**
   * The registry names the address that receives the password: over TLS if the registry itself uses
   * TLS.
   */
  private static URI realm(String text, ImageReference image, boolean tls)
      throws RegistryException {
    try {
      URI realm = URI.create(text);
      boolean proper =
          realm.getHost() != null
              && ("https".equals(realm.getScheme()) || (!tls && "http".equals(realm.getScheme())));
      if (proper) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new RegistryException(
        "%s requires a token from an address without https".formatted(RegistryHosts.hostOf(image)));
  }

  private static String scope(ImageReference image) {
    return "repository:" + image.path() + ":pull";
  }

  private static String basic(Login login) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(
                (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
