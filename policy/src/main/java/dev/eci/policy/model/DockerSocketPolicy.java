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
 */
public record DockerSocketPolicy(DockerSocketImages images, CommandRules commands) {
  DockerSocketPolicy withResolvedImages(ResolvedImages resolved) {
    return new DockerSocketPolicy(images.withResolvedImages(resolved), commands);
  }
}
