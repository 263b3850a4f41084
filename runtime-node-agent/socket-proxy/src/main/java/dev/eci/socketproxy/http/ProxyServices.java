package dev.eci.socketproxy.http;

import io.netty.bootstrap.Bootstrap;

/**
 * What all connections share.
 *
 * @param engine connects to the engine's socket
 */
record ProxyServices(
    Bootstrap engine,
    RequestAuthorizer judge,
    LookupService facts,
    CallerIdentifier callers,
    DecisionRecorder ledger,
    IdTranslation translation,
    UpgradeHandlers protocols) {}
