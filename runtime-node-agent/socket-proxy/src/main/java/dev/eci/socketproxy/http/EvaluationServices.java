package dev.eci.socketproxy.http;

/** All that decisions need, and what their carrying out needs to know. */
public record EvaluationServices(
    RequestAuthorizer judge,
    LookupService facts,
    DecisionRecorder ledger,
    IdTranslation translation) {
  /** Where no owners are to be translated. */
  public EvaluationServices(
      RequestAuthorizer requestAuthorizer, LookupService facts, DecisionRecorder decisionRecorder) {
    this(requestAuthorizer, facts, decisionRecorder, IdTranslation.NONE);
  }
}
