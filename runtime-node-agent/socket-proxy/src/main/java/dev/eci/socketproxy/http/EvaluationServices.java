// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

/** What it takes to decide requests, and to carry decisions out. */
public record EvaluationServices(
    RequestAuthorizer authorizer,
    LookupService lookups,
    DecisionRecorder recorder,
    IdTranslation translation) {
  /** Without a translation of owners in archives. */
  public EvaluationServices(
      RequestAuthorizer authorizer, LookupService lookups, DecisionRecorder recorder) {
    this(authorizer, lookups, recorder, IdTranslation.NONE);
  }
}
