/**
 * The webhook's certificate: what a good one is, how one is made, and which step comes next in
 * renewing it. Pure but for randomness; where the result is kept is the business of cluster.
 */
@NullMarked
package dev.eci.operator.certificates;

import org.jspecify.annotations.NullMarked;
