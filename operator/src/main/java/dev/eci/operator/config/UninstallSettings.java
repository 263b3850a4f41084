// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;

/**
 * How the uninstall mode works.
 *
 * @param timeout how long it waits for the nodes
 * @param poll how often it reads the state of the nodes
 * @param deployment the running operator's Deployment, which owns the marker
 */
public record UninstallSettings(Duration timeout, Duration poll, String deployment) {}
