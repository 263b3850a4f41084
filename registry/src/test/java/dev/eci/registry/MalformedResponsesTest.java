// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import static dev.eci.registry.FaultyRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import dev.eci.policy.image.ImageReference;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.auth.Credentials.Login;
import dev.eci.registry.testing.Push;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Registries that lie, hang, require passwords, redirect or are overloaded. */
class MalformedResponsesTest {
  private static final String MANIFEST = "{\"schemaVersion\":2}";
  private static final String DIGEST = Push.sha256(MANIFEST.getBytes(StandardCharsets.UTF_8));
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final Credentials ME =
      (registry, repository) -> Optional.of(new Login("me", "secret", ""));
  private static final String BASIC = "Basic bWU6c2VjcmV0";

  private static RegistryClient client(Credentials credentials) {
    return new RegistryClient(
        new RegistrySettings(
            Set.of(), Optional.empty(), ProxySelector.of(null), Duration.ofSeconds(2), 2),
        credentials,
        InstantSource.fixed(NOW));
  }

  private static ImageReference image(FaultyRegistry registry, String rest) {
    return ImageReference.parse(registry.host() + "/" + rest);
  }

  private static FaultyRegistry odd(HttpHandler handler) throws IOException {
    return new FaultyRegistry(handler);
  }

  @Test
  void rejectsContentOfOtherDigest() throws IOException {
    try (FaultyRegistry lies = odd(exchange -> answer(exchange, 200, MANIFEST))) {
      RegistryClient client = client(Credentials.NONE);

      assertThat(client.manifest(image(lies, "x@" + DIGEST))).isPresent();
      assertThatThrownBy(() -> client.manifest(image(lies, "x@sha256:" + "0".repeat(64))))
          .hasMessageContaining("reports digest sha256:0000");
      assertThatThrownBy(() -> client.blob(image(lies, "x"), "sha256:" + "0".repeat(64), 1000))
          .hasMessageContaining("returned content that does not match");
    }
  }

  @Test
  void rejectsDigestHeaderOfOtherContent() throws IOException {
    try (FaultyRegistry lies =
        odd(exchange -> {
          exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "0".repeat(64));
          answer(exchange, 200, MANIFEST);
        })) {
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(lies, "x:1")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("reports digest sha256:0000");
    }
  }

  @Test
  void limitsManifestSize() throws IOException {
    try (FaultyRegistry endless =
        odd(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[64 << 10];
          for (int i = 0; i < 200; i++) {
            exchange.getResponseBody().write(chunk);
          }
          exchange.close();
        })) {
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(endless, "x:1")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void limitsResponseTime() throws IOException {
    try (FaultyRegistry slow =
        odd(exchange -> {
          if (exchange.getRequestURI().getPath().equals("/v2/")) {
            answer(exchange, 200, "");
            return;
          }
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          // sends neither more bytes nor an end
        })) {
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(slow, "x:1")))
          .hasMessageContaining("no complete response within 2 s");
    }
  }

  @Test
  void fetchesTokenWithPasswordAndReusesIt() throws IOException {
    AtomicInteger port = new AtomicInteger();
    try (FaultyRegistry registry =
        odd(exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/token")) {
            answer(exchange, 200, "{\"token\":\"abc.def\",\"expires_in\":300}");
          } else if ("Bearer abc.def"
              .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 200, MANIFEST);
          } else {
            exchange
                .getResponseHeaders()
                .set(
                    "WWW-Authenticate",
                    "Bearer realm=\"http://127.0.0.1:%d/token\",service=\"s 1\",scope=\"repository:other:pull,push\""
                        .formatted(port.get()));
            answer(exchange, 401, "");
          }
        })) {
      port.set(registry.port());
      RegistryClient client = client(ME);

      assertThat(client.manifest(image(registry, "team/x:1"))).isPresent();
      assertThat(client.manifest(image(registry, "team/x:2"))).isPresent();
      assertThat(registry.seen())
          .containsExactly(
              "GET /v2/team/x/manifests/1 -",
              "GET /token?service=s+1&scope=repository%3Ateam%2Fx%3Apull " + BASIC,
              "GET /v2/team/x/manifests/1 Bearer abc.def",
              "GET /v2/team/x/manifests/2 Bearer abc.def");
    }
  }

  @Test
  void sendsPasswordOnlyWhenChallenged() throws IOException {
    try (FaultyRegistry registry =
        odd(exchange -> {
          boolean shown = BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
          answer(exchange, shown ? 200 : 401, shown ? MANIFEST : "");
        })) {
      assertThat(client(ME).manifest(image(registry, "x:1"))).isPresent();
      assertThat(registry.seen())
          .containsExactly("GET /v2/x/manifests/1 -", "GET /v2/x/manifests/1 " + BASIC);
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(registry, "x:1")))
          .hasMessageContaining("denies access (401)");
    }
  }

  @Test
  void sendsNoPasswordAfterRedirect() throws IOException {
    try (FaultyRegistry storage = odd(exchange -> answer(exchange, 200, MANIFEST));
        FaultyRegistry registry =
            odd(exchange -> {
              if (!BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
                answer(exchange, 401, "");
                return;
              }
              exchange.getResponseHeaders().set("Location", "http://" + storage.host() + "/there");
              answer(exchange, 307, "");
            })) {
      assertThat(client(ME).manifest(image(registry, "x@" + DIGEST))).isPresent();
      assertThat(storage.seen()).containsExactly("GET /there -");
    }
  }

  @Test
  void limitsRedirects() throws IOException {
    try (FaultyRegistry registry =
        odd(exchange -> {
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI() + "x");
          answer(exchange, 302, "");
        })) {
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(registry, "x:1")))
          .hasMessageContaining("too many redirects");
      assertThat(registry.seen()).filteredOn(line -> line.contains("/manifests/")).hasSize(6);
    }
  }

  @Test
  void redirectsOutOfHttpOnlyGoToHttp() throws IOException {
    try (FaultyRegistry registry =
        odd(exchange -> {
          exchange.getResponseHeaders().set("Location", "file:///etc/shadow");
          answer(exchange, 302, "");
        })) {
      assertThatThrownBy(() -> client(Credentials.NONE).manifest(image(registry, "x:1")))
          .hasMessageContaining("which is not allowed");
    }
  }

  @Test
  void honorsRetryAfter() throws IOException {
    try (FaultyRegistry busy =
        odd(exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "120");
          answer(exchange, 429, "");
        })) {
      RegistryException problem =
          catchThrowableOfType(
              RegistryException.class, () -> client(Credentials.NONE).digest(image(busy, "x:1")));

      assertThat(problem).hasMessageContaining("limits the request rate (429)");
      assertThat(problem.notBefore()).contains(NOW.plusSeconds(120));
      assertThat(busy.seen()).hasSize(1);
    }
  }

  @Test
  void retriesTemporaryFailure() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (FaultyRegistry flaky =
        odd(exchange -> {
          boolean ping = exchange.getRequestURI().getPath().equals("/v2/");
          answer(exchange, !ping && asked.getAndIncrement() == 0 ? 503 : 200, MANIFEST);
        })) {
      assertThat(client(Credentials.NONE).manifest(image(flaky, "x:1"))).isPresent();
    }
  }
}
