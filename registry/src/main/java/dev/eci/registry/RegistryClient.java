// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import dev.eci.policy.image.ImageReference;
import dev.eci.registry.auth.Challenge;
import dev.eci.registry.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads manifests and blobs. Verifies all content that has a digest, in its reference or in the
 * response. Blocks; thread-safe.
 */
public final class RegistryClient {
  private static final int MANIFEST_MAX = 4 << 20;
  private static final Map<String, String> MANIFESTS =
      Map.of(
          "Accept",
          String.join(
              ", ",
              List.of(
                  "application/vnd.oci.image.index.v1+json",
                  "application/vnd.docker.distribution.manifest.list.v2+json",
                  "application/vnd.oci.image.manifest.v1+json",
                  "application/vnd.docker.distribution.manifest.v2+json")));
  private static final String DIGEST = "Docker-Content-Digest";
  private static final String SHA256 = "sha256:";

  private final HttpExchange httpExchange;
  private final RegistryScheme registryScheme;
  private final TokenCache tokenCache;
  private final RetryPolicy retryPolicy;

  public RegistryClient(RegistrySettings settings, Credentials credentials, InstantSource clock) {
    this.httpExchange = new HttpExchange(settings);
    this.registryScheme = new RegistryScheme(httpExchange, settings.plainHttp());
    this.tokenCache = new TokenCache(httpExchange, credentials, clock);
    this.retryPolicy = new RetryPolicy(settings.tries(), clock);
  }

  /**
   * The digest that the registry reports for the reference. This is cheap, and nothing is verified.
   * Empty if the registry has no such reference.
   *
   * @return an empty text if the registry has the reference and reports no digest
   */
  public Optional<String> digest(ImageReference image) throws IOException {
    HttpReply httpReply = request("HEAD", image, manifestPath(image), MANIFESTS, MANIFEST_MAX);
    return httpReply.status() == 404 ? Optional.empty() : Optional.of(httpReply.header(DIGEST));
  }

  /** Empty if the registry has no such reference. */
  public Optional<Manifest> manifest(ImageReference image) throws IOException {
    HttpReply httpReply = request("GET", image, manifestPath(image), MANIFESTS, MANIFEST_MAX);
    if (httpReply.status() == 404) {
      return Optional.empty();
    }
    String reported = image.digest().orElse(httpReply.header(DIGEST));
    String digest = Digests.of(httpReply.body(), reported.isEmpty() ? SHA256 : reported);
    if (!reported.isEmpty() && !reported.equals(digest)) {
      throw new RegistryException(
          "%s reports digest %s for content with digest %s"
              .formatted(RegistryHosts.hostOf(image), reported, digest));
    }
    return Optional.of(Manifest.of(digest, httpReply.body()));
  }

  /**
   * The index of artifacts that refer to a digest (signatures, attestations), from the referrers
   * API of distribution-spec 1.1, or from the referrers tag if the registry lacks that API.
   */
  public Optional<Manifest> referrers(ImageReference image, String digest) throws IOException {
    try {
      HttpReply httpReply = request("GET", image, "/referrers/" + digest, MANIFESTS, MANIFEST_MAX);
      if (httpReply.status() == 200) {
        return Optional.of(Manifest.of(digest, httpReply.body()));
      }
    } catch (RegistryException e) {
      // registries respond to an unknown API in many ways; an unavailable one fails below as well
    }
    return manifest(
        new ImageReference(
            image.domain(), image.path(), Optional.of(digest.replace(':', '-')), Optional.empty()));
  }

  /** Content of the image's repository; empty if the repository does not have it. */
  public Optional<byte[]> blob(ImageReference image, String digest, int largest)
      throws IOException {
    HttpReply httpReply = request("GET", image, "/blobs/" + digest, Map.of(), largest);
    if (httpReply.status() == 404) {
      return Optional.empty();
    }
    if (!Digests.of(httpReply.body(), digest).equals(digest)) {
      throw new RegistryException(
          "%s returned content that does not match %s"
              .formatted(RegistryHosts.hostOf(image), digest));
    }
    return Optional.of(httpReply.body());
  }

  private static String manifestPath(ImageReference image) {
    return "/manifests/" + image.digest().or(() -> image.withDefaultTag().tag()).orElseThrow();
  }

  private HttpReply request(
      String method, ImageReference image, String path, Map<String, String> headers, int largest)
      throws IOException {
    if (image.domain().isEmpty()) {
      throw new RegistryException("%s does not name a registry".formatted(image.name()));
    }
    return retryPolicy.run(image.name(), () -> once(method, image, path, headers, largest));
  }

  private HttpReply once(
      String method, ImageReference image, String path, Map<String, String> headers, int largest)
      throws IOException {
    String host = RegistryHosts.hostOf(image);
    String origin = registryScheme.urlOf(host);
    URI uri = URI.create(origin + "/v2/" + image.path() + path);
    try {
      HttpReply httpReply =
          httpExchange.send(method, uri, headers, tokenCache.cached(image), largest);
      Optional<Challenge> challenge =
          httpReply.status() == 401
              ? Challenge.of(httpReply.headers().allValues("WWW-Authenticate"))
              : Optional.empty();
      if (challenge.isEmpty()) {
        return httpReply;
      }
      String authorization =
          tokenCache.authorization(challenge.get(), image, origin.startsWith("https:"));
      return authorization.isEmpty()
          ? httpReply
          : httpExchange.send(method, uri, headers, authorization, largest);
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      registryScheme.forget(host);
      throw e;
    }
  }
}
