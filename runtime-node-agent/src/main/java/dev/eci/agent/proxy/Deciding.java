package dev.eci.agent.proxy;

/** All that decisions need, and what their carrying out needs to know. */
public record Deciding(Judge judge, FactFinder facts, Ledger ledger, Translation translation) {
  /** Where no owners are to be translated. */
  public Deciding(Judge judge, FactFinder facts, Ledger ledger) {
    this(judge, facts, ledger, Translation.NONE);
  }
}
