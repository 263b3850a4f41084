// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Pushes content into a repository, as any client would. */
public record Push(URI registry, String repository) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  public static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /**
   * Pushes an image of one platform without layers, different for each {@code content}; returns its
   * digest.
   */
  public String image(String reference, String content) throws IOException {
    String config = blob("{\"architecture\":\"amd64\",\"os\":\"linux\",\"c\":\"" + content + "\"}");
    return manifest(
        reference,
        IMAGE,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
            .formatted(
                IMAGE,
                config,
                ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"c\":\"" + content + "\"}")
                    .length()));
  }

  /** Pushes an index over images that were pushed; returns its digest. */
  public String index(String reference, List<String> platforms) throws IOException {
    return manifest(
        reference,
        INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, platforms.stream().collect(Collectors.joining(","))));
  }

  /** An entry of an index. */
  public String platform(String digest, String os) throws IOException {
    int size =
        send(HttpRequest.newBuilder(uri("/manifests/" + digest)).header("Accept", IMAGE).build())
            .body()
            .length;
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"%s\",\"architecture\":\"amd64\"}}"
        .formatted(IMAGE, digest, size, os);
  }

  public String manifest(String reference, String type, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String digest = sha256(bytes);
    send(
        HttpRequest.newBuilder(uri("/manifests/" + (reference.isEmpty() ? digest : reference)))
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build());
    return digest;
  }

  public String blob(String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String digest = sha256(bytes);
    String upload =
        send(HttpRequest.newBuilder(uri("/blobs/uploads/")).POST(BodyPublishers.noBody()).build())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    URI to = registry.resolve(upload);
    send(
        HttpRequest.newBuilder(
                URI.create(to + (to.getQuery() == null ? "?" : "&") + "digest=" + digest))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build());
    return digest;
  }

  public void delete(String reference) throws IOException {
    send(HttpRequest.newBuilder(uri("/manifests/" + reference)).DELETE().build());
  }

  public static String sha256(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return registry.resolve("/v2/" + repository + path);
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= 300) {
        throw new IOException(
            request.uri()
                + " answers "
                + response.statusCode()
                + " "
                + new String(response.body(), StandardCharsets.UTF_8));
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
