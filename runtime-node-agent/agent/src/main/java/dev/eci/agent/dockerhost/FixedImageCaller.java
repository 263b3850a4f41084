// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.policy.docker.Caller;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.socketproxy.http.CallerIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Treats every caller as a container of one image. */
record FixedImageCaller(String image) implements CallerIdentifier {
  private static final String ID = "0".repeat(64);

  @Override
  public CompletionStage<Caller> identify(Connection connection) {
    return CompletableFuture.completedFuture(
        new Caller.InContainer(
            ID,
            "",
            ImageIdentity.Local.of(image, ImageContent.of("", List.of())),
            Optional.empty()));
  }
}
