/**
 * What the kubelet asks: whether the process can still do its work, and whether it has caught up
 * with the cluster. A standby that is not the leader is as ready as the leader.
 */
@NullMarked
package dev.eci.operator.health;

import org.jspecify.annotations.NullMarked;
