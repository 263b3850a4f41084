// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * The meaning of the client's exceptions. The message is the API server's alone, because the text
 * that the client adds differs from attempt to attempt, and each would be a new status.
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
    return "the API server could not be reached or did not respond";
  }
}
