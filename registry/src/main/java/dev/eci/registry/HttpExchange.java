// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request, with what the JDK's client lacks: limits for the time and size of the whole
 * response, and redirects that carry no credentials.
 */
final class HttpExchange {
  private static final int REDIRECTS_MAX = 5;
  private static final int STATUS_MAX = 64 << 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final RegistrySettings settings;
  private final Duration limit;
  private @Nullable HttpClient client;

  HttpExchange(RegistrySettings settings) {
    this.settings = settings;
    this.limit = settings.limit();
  }

  /** Created with the first request: it loads TLS and all root certificates, some megabytes. */
  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(Version.HTTP_1_1)
              .followRedirects(Redirect.NEVER)
              .proxy(settings.proxy())
              .connectTimeout(settings.limit());
      settings.trust().ifPresent(builder::sslContext);
      client = builder.build();
    }
    return client;
  }

  /** Rejects responses of more than {@code largest} bytes. */
  HttpReply send(
      String method, URI uri, Map<String, String> headers, String authorization, int largest)
      throws IOException {
    URI at = uri;
    String credentials = authorization;
    for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
      HttpReply httpReply = once(method, at, headers, credentials, largest);
      if (!REDIRECTS.contains(httpReply.status())) {
        return httpReply;
      }
      URI next = target(at, httpReply.header("Location"));
      if (!isSameOrigin(at, next)) {
        credentials = "";
      }
      at = next;
    }
    throw new RegistryException("%s: too many redirects".formatted(uri.getAuthority()));
  }

  /** The status alone, without following redirects. */
  int status(URI uri) throws IOException {
    return once("GET", uri, Map.of(), "", STATUS_MAX).status();
  }

  /** Posts a form, without following redirects. */
  HttpReply post(URI uri, String form, int largest) throws IOException {
    return exchange(
        HttpRequest.newBuilder(uri)
            .POST(BodyPublishers.ofString(form))
            .header("Content-Type", "application/x-www-form-urlencoded"),
        largest);
  }

  private HttpReply once(
      String method, URI uri, Map<String, String> headers, String authorization, int largest)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return exchange(request, largest);
  }

  private HttpReply exchange(HttpRequest.Builder builder, int largest) throws IOException {
    HttpRequest request = builder.timeout(limit).build();
    // redirects and token servers lead to other hosts than the image's name says
    String host = request.uri().getAuthority();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client()
            .sendAsync(
                request,
                info ->
                    info.statusCode() == 200
                        ? BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest).apply(info)
                        : BodySubscribers.replacing(new byte[0]));
    try {
      HttpResponse<byte[]> response = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new HttpReply(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      throw new IOException(
          "%s: no complete response within %d s".formatted(host, limit.toSeconds()), e);
    } catch (ExecutionException e) {
      // CompletableFuture always sets the cause
      Throwable cause = Objects.requireNonNull(e.getCause());
      throw new IOException(host + ": " + describe(cause), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      sent.cancel(true);
    }
  }

  /** The JDK's client gives no message for some of the commonest failures. */
  private static String describe(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host name does not resolve";
      }
    }
    if (problem instanceof ConnectException && problem.getMessage() == null) {
      return "the connection was refused, or there is no route";
    }
    return problem.getMessage() == null || problem.getMessage().isBlank()
        ? problem.getClass().getSimpleName()
        : problem.getMessage();
  }

  private static URI target(URI from, String location) throws RegistryException {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          "%s: redirect without a valid Location".formatted(from.getAuthority()));
    }
    String host = next.getHost();
    boolean http = "http".equals(next.getScheme());
    boolean away = host == null || (!http && !"https".equals(next.getScheme()));
    boolean weaker = http && "https".equals(from.getScheme());
    boolean inside =
        host != null
            && RegistryHosts.isThisHost(host)
            && !RegistryHosts.isThisHost(String.valueOf(from.getHost()));
    if (away || weaker || inside) {
      throw new RegistryException(
          "%s redirects to %s, which is not allowed"
              .formatted(from.getAuthority(), next.getScheme() + "://" + next.getAuthority()));
    }
    return next;
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getAuthority().equalsIgnoreCase(String.valueOf(other.getAuthority()));
  }
}
