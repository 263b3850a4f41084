package dev.eci.agent.proxy;

/** All that decisions need. */
public record Deciding(Judge judge, FactFinder facts, Ledger ledger) {}
