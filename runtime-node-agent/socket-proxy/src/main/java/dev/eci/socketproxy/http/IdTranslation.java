// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.route.Operation;
import dev.eci.socketproxy.body.BodyFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds how what the engine says of a container's files, and what it is given, differs because of
 * the container's IDs: owners in archives, and the list of changed files.
 */
public interface IdTranslation {
  List<String> EXPORT = List.of("containers", "{id...}", "export");
  List<String> ARCHIVE = List.of("containers", "{id...}", "archive");
  List<String> CHANGES = List.of("containers", "{id...}", "changes");

  /** No owners differ. */
  IdTranslation NONE = _ -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * Called only for requests that it {@linkplain #appliesTo applies to}; completes on any thread.
   */
  CompletionStage<Optional<Translated>> translationFor(ApiDecision.Forward request);

  /**
   * How one request is translated.
   *
   * @param filter for the body of the request or of its response
   * @param request forwarded in place of the original
   */
  record Translated(BodyFilter filter, ApiDecision.Forward request) {}

  /** Whether files are copied into or out of a container as an archive, or listed as changed. */
  static boolean appliesTo(Operation operation) {
    return isArchive(operation)
        || operation.path().segments().equals(EXPORT)
        || isListOfChanges(operation);
  }

  /** Whether the response lists what the container changed. */
  static boolean isListOfChanges(Operation operation) {
    return operation.path().segments().equals(CHANGES);
  }

  private static boolean isArchive(Operation operation) {
    return !operation.method().equals("HEAD") && operation.path().segments().equals(ARCHIVE);
  }

  /** Whether the body of the request is translated, not that of the response. */
  static boolean isInRequest(Operation operation) {
    return operation.method().equals("PUT");
  }
}
