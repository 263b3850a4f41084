package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.route.Operation;
import dev.eci.socketproxy.tar.OwnerMapper;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells how the owners in a stream of files differ from what caller and container know them by. */
public interface IdTranslation {
  List<String> EXPORT = List.of("containers", "{id}", "export");
  List<String> ARCHIVE = List.of("containers", "{id}", "archive");

  /** None do. */
  IdTranslation NONE = _ -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * Asked only about requests that carry {@linkplain #appliesTo files}; completes on any thread.
   */
  CompletionStage<Optional<Translated>> translationFor(ApiDecision.Forward request);

  /**
   * How one request is translated.
   *
   * @param users what becomes of the users of its files
   * @param groups and of their groups
   * @param request what the engine is to be asked in place of it
   */
  record Translated(OwnerMapper users, OwnerMapper groups, ApiDecision.Forward request) {}

  /** Whether files go into a container, or come out of it, as an archive. */
  static boolean appliesTo(Operation operation) {
    return isArchive(operation) || operation.path().segments().equals(EXPORT);
  }

  private static boolean isArchive(Operation operation) {
    return !operation.method().equals("HEAD") && operation.path().segments().equals(ARCHIVE);
  }

  /** Whether it is the request's body that holds them. */
  static boolean isInRequest(Operation operation) {
    return operation.method().equals("PUT");
  }
}
