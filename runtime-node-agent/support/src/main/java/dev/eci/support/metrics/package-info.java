/**
 * What the agent tells Prometheus: counters that its parts count up, gauges that are asked when
 * somebody scrapes, and the small server. Knows nothing of what is measured.
 */
@NullMarked
package dev.eci.support.metrics;

import org.jspecify.annotations.NullMarked;
