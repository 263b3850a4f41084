// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.command.CommandRules;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ResolvedImages;

/**
 * What a policy says about Docker's socket.
 *
 * @param images images whose containers may mount the socket (SOCK-1)
 * @param commands commands that these containers may send through it (SOCK-4)
 * @param blocksImageLoad whether images may not be loaded from files, by any caller on the host
 *     (blockDockerLoad in admin-settings.json)
 */
public record DockerSocketPolicy(
    DockerSocketImages images, CommandRules commands, boolean blocksImageLoad) {
  public DockerSocketPolicy(DockerSocketImages images, CommandRules commands) {
    this(images, commands, false);
  }

  DockerSocketPolicy withResolvedImages(ResolvedImages resolved) {
    return new DockerSocketPolicy(images.withResolvedImages(resolved), commands, blocksImageLoad);
  }

  /** The same policy, without images from files. */
  public DockerSocketPolicy withBlockedImageLoad() {
    return new DockerSocketPolicy(images, commands, true);
  }
}
