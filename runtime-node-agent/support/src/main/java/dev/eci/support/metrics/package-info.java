// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's metrics for Prometheus: counters that its parts increment, gauges that are read at
 * each scrape, and a small server. It does not know what is measured.
 */
@NullMarked
package dev.eci.support.metrics;

import org.jspecify.annotations.NullMarked;
