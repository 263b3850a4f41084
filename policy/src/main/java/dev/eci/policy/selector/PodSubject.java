// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import dev.eci.policy.image.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * The properties of a pod that selectors and exemptions match.
 *
 * @param images of all containers; one that could not be parsed is omitted and {@code
 *     allImagesKnown} is false
 */
public record PodSubject(
    String namespace,
    Map<String, String> namespaceLabels,
    Map<String, String> labels,
    String serviceAccount,
    List<ImageReference> images,
    boolean allImagesKnown) {}
