// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import java.time.Duration;

/**
 * When the operator scans running pods.
 *
 * @param interval zero: never
 * @param afterChange how long after the last scan a changed policy triggers the next one
 */
public record AuditSettings(Duration interval, Duration afterChange) {}
