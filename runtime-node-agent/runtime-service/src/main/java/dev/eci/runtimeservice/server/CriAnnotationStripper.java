// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

/**
 * Removes the CRI's annotations where no CRI writes them. {@code docker run --annotation} accepts
 * any annotation, so a user could otherwise pass a container off as one of any pod.
 */
public record CriAnnotationStripper(CreateHandler next) implements CreateHandler {
  @Override
  public CreateResponse handle(CreateRequest request) {
    return next.handle(
        request.withConfig(request.config().withoutAnnotations("io.kubernetes.cri")));
  }
}
