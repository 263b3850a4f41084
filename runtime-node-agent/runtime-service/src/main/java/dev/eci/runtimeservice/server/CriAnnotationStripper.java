package dev.eci.runtimeservice.server;

import java.util.function.Function;

/**
 * Takes the CRI's annotations away where there is no CRI: {@code docker run --annotation} writes
 * what it is told, and would make of any container the pod of somebody's choice.
 */
public record CriAnnotationStripper(Function<CreateRequest, CreateResponse> next)
    implements Function<CreateRequest, CreateResponse> {
  @Override
  public CreateResponse apply(CreateRequest createRequest) {
    createRequest.config().removeAnnotations("io.kubernetes.cri");
    return next.apply(createRequest);
  }
}
