// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

/** Chart value webhook.podUserNamespaces: whether pods get {@code hostUsers: false}. */
enum HostUsersMode {
  /** As long as no node's agent reports that its container runtime has none for pods. */
  AUTO,
  /** Whatever the agents report: then no agent can take it from the pods of other nodes. */
  ALWAYS
}
