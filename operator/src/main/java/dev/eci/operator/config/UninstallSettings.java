// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How the uninstall mode works.
 *
 * @param timeout how long it waits for the nodes
 * @param poll how often it reads the state of the nodes
 * @param deployment the running operator's Deployment, which owns the marker
 * @param release the Helm release whose uninstallation confirms the removal
 * @param confirmation what confirms it without Helm: the UID of the product's namespace
 */
public record UninstallSettings(
    Duration timeout,
    Duration poll,
    String deployment,
    String release,
    Optional<String> confirmation) {}
