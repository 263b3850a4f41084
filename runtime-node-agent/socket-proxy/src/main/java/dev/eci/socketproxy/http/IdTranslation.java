// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.route.Operation;
import dev.eci.socketproxy.tar.OwnerMapper;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds how owners in an archive of files differ from the IDs that the caller and the container
 * use.
 */
public interface IdTranslation {
  List<String> EXPORT = List.of("containers", "{id...}", "export");
  List<String> ARCHIVE = List.of("containers", "{id...}", "archive");

  /** No owners differ. */
  IdTranslation NONE = _ -> CompletableFuture.completedFuture(Optional.empty());

  /** Called only for requests with an {@linkplain #appliesTo archive}; completes on any thread. */
  CompletionStage<Optional<Translated>> translationFor(ApiDecision.Forward request);

  /**
   * How one request is translated.
   *
   * @param users maps the users of its files
   * @param groups maps the groups of its files
   * @param request forwarded in place of the original
   */
  record Translated(OwnerMapper users, OwnerMapper groups, ApiDecision.Forward request) {}

  /** Whether files are copied into or out of a container as an archive. */
  static boolean appliesTo(Operation operation) {
    return isArchive(operation) || operation.path().segments().equals(EXPORT);
  }

  private static boolean isArchive(Operation operation) {
    return !operation.method().equals("HEAD") && operation.path().segments().equals(ARCHIVE);
  }

  /** Whether the archive is the body of the request. */
  static boolean isInRequest(Operation operation) {
    return operation.method().equals("PUT");
  }
}
