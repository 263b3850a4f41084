package dev.eci.operator.config;

import java.time.Duration;

/**
 * How the uninstall mode works.
 *
 * @param timeout how long nodes are waited for
 * @param poll how often they are looked at
 * @param deployment the running operator's Deployment, which the marker belongs to
 */
public record UninstallSettings(Duration timeout, Duration poll, String deployment) {}
