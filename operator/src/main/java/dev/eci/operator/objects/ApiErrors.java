package dev.eci.operator.objects;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * What an exception of the client means. Texts are the API server's own words, without the client's
 * around them, which differ from try to try and would be a new status each time.
 */
final class ApiErrors {
  private ApiErrors() {}

  static boolean isConflict(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  static String text(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    return "the API server could not be reached or did not answer";
  }
}
