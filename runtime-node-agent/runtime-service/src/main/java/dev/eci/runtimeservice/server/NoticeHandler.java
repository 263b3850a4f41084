package dev.eci.runtimeservice.server;

import dev.eci.runtimeservice.oci.CriAnnotations;
import dev.eci.runtimeservice.oci.Notice;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Passes on what the owner of a container that may run should know of it. */
public final class NoticeHandler implements Function<CreateRequest, CreateResponse> {
  private final Function<CreateRequest, CreateResponse> service;
  private final BiConsumer<CriAnnotations, Notice> reporter;

  /**
   * In front of {@code service}.
   *
   * @param teller must not wait: the launcher does
   */
  public NoticeHandler(
      Function<CreateRequest, CreateResponse> service, BiConsumer<CriAnnotations, Notice> teller) {
    this.service = service;
    this.reporter = teller;
  }

  @Override
  public CreateResponse apply(CreateRequest createRequest) {
    // the service rewrites the configuration
    CriAnnotations container = CriAnnotations.of(createRequest.config());
    CreateResponse createResponse = service.apply(createRequest);
    if (createResponse instanceof CreateResponse.Allow allow) {
      allow.notices().forEach(notice -> reporter.accept(container, notice));
    }
    return createResponse;
  }
}
