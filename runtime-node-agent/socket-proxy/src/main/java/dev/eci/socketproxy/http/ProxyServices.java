// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;

/**
 * The services that all connections share.
 *
 * @param engine connects to the engine's socket
 * @param memory of the requests on all connections
 * @param receiveLimits how long requests may take to arrive
 */
record ProxyServices(
    Bootstrap engine,
    RequestAuthorizer authorizer,
    LookupService lookups,
    CallerIdentifier callerIdentifier,
    DecisionRecorder recorder,
    IdTranslation translation,
    UpgradeHandlers upgradeHandlers,
    RequestMemories memory,
    ReceiveTimeout.Limits receiveLimits) {}
