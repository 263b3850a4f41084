package dev.eci.agent.runtime;

import dev.eci.agent.oci.CriAnnotations;
import dev.eci.agent.oci.Notice;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Passes on what the owner of a container that may run should know of it. */
public final class ToldNotices implements Function<Request, Answer> {
  private final Function<Request, Answer> service;
  private final BiConsumer<CriAnnotations, Notice> teller;

  /**
   * In front of {@code service}.
   *
   * @param teller must not wait: the launcher does
   */
  public ToldNotices(Function<Request, Answer> service, BiConsumer<CriAnnotations, Notice> teller) {
    this.service = service;
    this.teller = teller;
  }

  @Override
  public Answer apply(Request request) {
    // the service rewrites the configuration
    CriAnnotations container = CriAnnotations.of(request.config());
    Answer answer = service.apply(request);
    if (answer instanceof Answer.Run run) {
      run.notices().forEach(notice -> teller.accept(container, notice));
    }
    return answer;
  }
}
