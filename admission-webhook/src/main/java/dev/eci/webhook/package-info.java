/**
 * The admission webhook: reads reviews, asks policy, answers. No decision is made here, and no
 * request waits for the network: what is needed of the cluster is watched.
 */
@NullMarked
package dev.eci.webhook;

import org.jspecify.annotations.NullMarked;
