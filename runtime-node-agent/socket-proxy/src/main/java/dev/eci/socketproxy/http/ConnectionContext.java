// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The state of one caller's connection, with its transitions. It calls no other part of the
 * connection, and all of it belongs to the connection's event loop. The package's description has
 * the table of transitions.
 */
final class ConnectionContext {
  private RequestMemory.Account account;
  private @Nullable Caller caller;
  private @Nullable Exchange exchange;
  private @Nullable UpstreamConnection upstream;
  private boolean inputEnded;
  private boolean lingering;

  /**
   * Between requests.
   *
   * @param peer is charged until the caller is identified
   */
  ConnectionContext(RequestMemory.Account peer) {
    account = peer;
  }

  /** Is charged for what the connection needs. */
  RequestMemory.Account account() {
    return account;
  }

  /** Null until the caller is identified. */
  @Nullable Caller caller() {
    return caller;
  }

  void identify(Caller identified) {
    caller = identified;
    account = RequestMemory.Account.of(identified, account);
  }

  /** The request under way; null between requests. */
  @Nullable Exchange exchange() {
    return exchange;
  }

  boolean isCurrent(Exchange candidate) {
    return exchange == candidate;
  }

  void startExchange(Exchange started) {
    exchange = started;
  }

  void endExchange() {
    if (exchange != null) {
      exchange.releaseMemory();
    }
    exchange = null;
  }

  /** The connection to the engine; null before the first one and after its end. */
  @Nullable UpstreamConnection upstream() {
    return upstream;
  }

  boolean isCurrent(UpstreamConnection candidate) {
    return upstream == candidate;
  }

  void attachUpstream(UpstreamConnection attached) {
    upstream = attached;
  }

  /** What was attached; the taker closes it. */
  @Nullable UpstreamConnection detachUpstream() {
    UpstreamConnection detached = upstream;
    upstream = null;
    return detached;
  }

  /** Whether the caller has sent its last byte. */
  boolean hasInputEnded() {
    return inputEnded;
  }

  void endInput() {
    inputEnded = true;
  }

  /** Whether the last response was sent, and input is only read so that the caller can read it. */
  boolean isLingering() {
    return lingering;
  }

  void startLingering() {
    lingering = true;
  }
}
