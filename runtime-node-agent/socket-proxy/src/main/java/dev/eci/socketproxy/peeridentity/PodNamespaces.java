// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.selector.PodSubject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a node knows about a pod: its namespace. No record that the kernel leads to has its labels,
 * its service account, or the images of its other containers.
 *
 * @param labels of a namespace; empty if it is not known
 */
record PodNamespaces(Function<String, Optional<Map<String, String>>> labels) {
  PodSubject subject(String namespace, String image) throws IOException {
    return new PodSubject(
        namespace,
        labels
            .apply(namespace)
            .orElseThrow(() -> new IOException("namespace " + namespace + " is not known (yet)")),
        Map.of(),
        "",
        ImageReference.tryParse(image).stream().toList(),
        false);
  }
}
