package dev.eci.agent.proxy;

import io.netty.bootstrap.Bootstrap;

/**
 * What all connections share.
 *
 * @param engine connects to the engine's socket
 */
record Parts(
    Bootstrap engine,
    Judge judge,
    FactFinder facts,
    Callers callers,
    Ledger ledger,
    Translation translation,
    Protocols protocols) {}
