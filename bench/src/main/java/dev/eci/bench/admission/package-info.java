/**
 * What admission costs: our webhook and the floor beside Gatekeeper with an equivalent policy, all
 * before one API server.
 */
@NullMarked
package dev.eci.bench.admission;

import org.jspecify.annotations.NullMarked;
