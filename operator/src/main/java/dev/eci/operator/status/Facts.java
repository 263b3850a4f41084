package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader;

/** All that a policy's conditions are drawn from. */
public record Facts(PolicyReader.Result policy, Outcome outcome, Nodes nodes) {}
