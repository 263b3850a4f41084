// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.Notice;
import java.util.function.BiConsumer;

/** Reports the notices of an allowed container to its owner. */
public final class NoticeHandler implements CreateHandler {
  private final CreateHandler next;
  private final BiConsumer<CriAnnotations, Notice> reporter;

  /**
   * Wraps {@code next}.
   *
   * @param reporter must not block, because eci-runtime waits for the response
   */
  public NoticeHandler(CreateHandler next, BiConsumer<CriAnnotations, Notice> reporter) {
    this.next = next;
    this.reporter = reporter;
  }

  @Override
  public CreateResponse handle(CreateRequest request) {
    CreateResponse response = next.handle(request);
    if (response instanceof CreateResponse.Allow allow) {
      allow
          .notices()
          .forEach(notice -> reporter.accept(CriAnnotations.of(request.config()), notice));
    }
    return response;
  }
}
