// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.BodyHandling;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import dev.eci.policy.message.ApiRequestMessages;
import java.util.Locale;
import java.util.function.Function;

/**
 * Form-encoded bodies, which {@code curl -d} and {@code wget --post-data} send by themselves. Where
 * an operation reads no body, Go's Request.ParseForm reads a form as parameters before those of the
 * query. Here the form becomes a part of the query, which rules check and the engine gets.
 */
final class FormEvaluation {
  private static final String URL_ENCODED = "application/x-www-form-urlencoded";
  private static final int LARGEST = 16 << 10;

  private FormEvaluation() {}

  /** Whether Go could read parameters from a body of this type. */
  static boolean isForm(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.contains("form-urlencoded") || type.contains("form-data");
  }

  /**
   * The evaluation of a request with a form.
   *
   * @param evaluator of the request that has the form in its query instead
   */
  static Evaluation evaluate(
      ApiRequest request, RequestTarget target, Function<ApiRequest, Evaluation> evaluator) {
    if (!request.hasBody() || !Operation.isPath(request.method(), target)) {
      return evaluator.apply(withoutBody(request, request.target()));
    }
    if (!isUrlEncoded(request.contentType()) || !Operation.mayReadForm(request.method(), target)) {
      return DockerApiAuthorizer.deny(400, ApiRequestMessages.formNotSupported());
    }
    return new Evaluation.NeedsBody(
        LARGEST,
        Evaluation.BodyFormat.FORM,
        body -> {
          try {
            RequestTarget merged =
                target.withQuery(
                    target.query().after(body instanceof JsonValue.Str(String text) ? text : ""));
            return Operation.of(request.method(), merged)
                    .filter(operation -> operation.body() != BodyHandling.NONE)
                    .isPresent()
                ? DockerApiAuthorizer.deny(400, ApiRequestMessages.formNotSupported())
                : evaluator.apply(withoutBody(request, merged.canonical()));
          } catch (MalformedTargetException e) {
            return DockerApiAuthorizer.deny(
                400, ApiRequestMessages.malformed(String.valueOf(e.getMessage())));
          }
        });
  }

  private static ApiRequest withoutBody(ApiRequest request, String target) {
    return new ApiRequest(request.caller(), request.method(), target, "", false);
  }

  private static boolean isUrlEncoded(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end))
        .strip()
        .equalsIgnoreCase(URL_ENCODED);
  }
}
