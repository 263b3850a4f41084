// SPDX-License-Identifier: Apache-2.0
/**
 * The agent of a Kubernetes node, put together. It uses the cluster through kube and keeps the node
 * installed through node. It knows no Docker host and no command line.
 */
@NullMarked
package dev.eci.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
