package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageIdentity;
import java.util.Optional;

/**
 * The same, after registries were asked for what could let an image in: then the policies in force
 * know the answer.
 */
public record RefreshingImageIdentities(ImageIdentities known, HostPolicies images)
    implements ImageIdentities {
  @Override
  public Optional<ImageIdentity> named(String written) {
    // what is an ancestor, too, goes by what is known of it
    return known
        .named(written)
        .filter(image -> !images.requestResolution(image))
        .or(() -> known.named(written));
  }

  @Override
  public ImageIdentity recorded(String written, String id) {
    ImageIdentity image = known.recorded(written, id);
    return images.requestResolution(image) ? known.recorded(written, id) : image;
  }
}
