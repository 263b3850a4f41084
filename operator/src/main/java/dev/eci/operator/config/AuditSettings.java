package dev.eci.operator.config;

import java.time.Duration;

/**
 * How often is scanned.
 *
 * @param interval zero: never
 * @param afterChange how long after the last scan a changed policy brings the next one
 */
public record AuditSettings(Duration interval, Duration afterChange) {}
