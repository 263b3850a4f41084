// SPDX-License-Identifier: Apache-2.0
/**
 * The webhook without a cluster: policies from files; pods from requests, from files, or from a
 * cluster that is only read. Pods are evaluated in policy, not here. {@link
 * dev.eci.webhook.cache.ClusterView} is the only thing that the served webhook sees of this
 * package.
 */
@NullMarked
package dev.eci.webhook.standalone;

import org.jspecify.annotations.NullMarked;
