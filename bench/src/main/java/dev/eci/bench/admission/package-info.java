/**
 * What admission costs: the webhook and the fallback admission policy, compared with Gatekeeper
 * with an equivalent policy, all before one API server.
 */
@NullMarked
package dev.eci.bench.admission;

import org.jspecify.annotations.NullMarked;
