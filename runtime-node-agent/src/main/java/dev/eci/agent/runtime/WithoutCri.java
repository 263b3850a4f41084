package dev.eci.agent.runtime;

import java.util.function.Function;

/**
 * Takes the CRI's annotations away where there is no CRI: {@code docker run --annotation} writes
 * what it is told, and would make of any container the pod of somebody's choice.
 */
public record WithoutCri(Function<Request, Answer> next) implements Function<Request, Answer> {
  @Override
  public Answer apply(Request request) {
    request.config().removeAnnotations("io.kubernetes.cri");
    return next.apply(request);
  }
}
