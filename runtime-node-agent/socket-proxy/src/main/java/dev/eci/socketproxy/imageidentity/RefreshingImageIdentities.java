// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageIdentity;
import java.util.Optional;

/**
 * Identifies images after it has resolved the digests that could allow them, so that the policies
 * in force have these.
 */
public record RefreshingImageIdentities(ImageIdentities delegate, HostPolicies images)
    implements ImageIdentities {
  @Override
  public Optional<ImageIdentity> named(String written) {
    // parent images, too, are found by resolved digests; so identify the image again
    return delegate
        .named(written)
        .filter(image -> !images.requestResolution(image))
        .or(() -> delegate.named(written));
  }

  @Override
  public ImageIdentity recorded(String written, String id) {
    ImageIdentity image = delegate.recorded(written, id);
    return images.requestResolution(image) ? delegate.recorded(written, id) : image;
  }
}
