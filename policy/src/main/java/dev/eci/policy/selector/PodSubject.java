package dev.eci.policy.selector;

import dev.eci.policy.image.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * Who a decision is about, as far as selectors and exemptions ask.
 *
 * @param images of all containers; one that could not be parsed is left out and {@code
 *     allImagesKnown} is false
 */
public record PodSubject(
    String namespace,
    Map<String, String> namespaceLabels,
    Map<String, String> labels,
    String serviceAccount,
    List<ImageReference> images,
    boolean allImagesKnown) {}
