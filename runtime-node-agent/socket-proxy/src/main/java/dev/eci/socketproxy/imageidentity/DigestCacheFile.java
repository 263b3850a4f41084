// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Resolved digests on disk, so that a restart needs no registry. */
record DigestCacheFile(Path file) {
  private static final Log LOG = Log.of(DigestCacheFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One digest in the file. */
  private record CachedDigest(String digest, Set<String> parts, String seen) {}

  /** One reference in the file; {@code checked} is empty for never. */
  private record CachedImage(List<CachedDigest> versions, String checked) {}

  /** The content of the file. */
  private record Content(Map<String, CachedImage> images) {}

  /** Empty if there is no file, or an unreadable one: registries can resolve the digests again. */
  ResolvedImages read() {
    if (!Files.exists(file)) {
      return ResolvedImages.NONE;
    }
    try {
      Content content = JSON.readValue(file.toFile(), Content.class);
      return new ResolvedImages(
          content.images().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> resolved(e.getValue()))));
    } catch (IOException | DateTimeParseException | NullPointerException e) {
      LOG.warn("cannot read the cache of resolved digests", "file", file, "error", e.toString());
      return ResolvedImages.NONE;
    }
  }

  void write(ResolvedImages images) {
    Map<String, CachedImage> lines = new TreeMap<>();
    images
        .byReference()
        .forEach((key, resolvedReference) -> lines.put(key, image(resolvedReference)));
    try {
      AtomicFile.write(file, JSON.writeValueAsBytes(new Content(lines)), "rw-------");
    } catch (IOException e) {
      LOG.warn("cannot write the cache of resolved digests", "file", file, "error", e.getMessage());
    }
  }

  private static ResolvedReference resolved(CachedImage cachedImage) {
    return new ResolvedReference(
        cachedImage.versions().stream()
            .flatMap(cachedDigest ->
                ResolvedDigest.tryOf(
                    cachedDigest.digest(), cachedDigest.parts(), Instant.parse(cachedDigest.seen()))
                    .stream())
            .toList(),
        cachedImage.checked().isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.parse(cachedImage.checked())),
        "");
  }

  private static CachedImage image(ResolvedReference resolvedReference) {
    return new CachedImage(
        resolvedReference.versions().stream()
            .map(v -> new CachedDigest(v.digest(), v.parts(), v.seen().toString()))
            .toList(),
        resolvedReference.checked().map(Instant::toString).orElse(""));
  }
}
